"""Articles read in a translation: `supply` takes one in, `held` says which holds, `align` and `anchor` bring what is found back to the original."""
