def diff_releases(a, b):
    return []
