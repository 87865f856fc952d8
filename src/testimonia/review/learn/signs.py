"""What speaks for a case may not come out against it, however few the decisions: signs of the case model's features."""

from __future__ import annotations

import re
from collections.abc import Iterable

FOR = re.compile(
    r"^(?:left|left_own|member|spoke|disavowed|former|pseudonym|words|words_share|indirect|first_person|life|mentions|mention_share|headline|early"
    r"|left_noun|member_noun|age|top|group_near|kunya_only|reader_(?:case|whole|member|left|spoke|complete)(?:_mean|_share|_words)?)$"
)
AGAINST = re.compile(
    r"^(?:expert|official|journalist|dead|still_in|captured|traveller|silent|victim|other_group|relative|kin|titled|nonrole_noun|relative_noun"
    r"|only_quoted|of_kin|namesake|left_unreal|anonymous|reader_(?:is_\w+|not_left|dead|captured|silent|non_role)(?:_mean)?)$"
)


def signs(names: Iterable[str]) -> list[int]:
    """1 for what speaks for a case, -1 for what speaks against one, 0 for what may do either."""
    return [1 if FOR.search(name) else -1 if AGAINST.search(name) else 0 for name in names]
