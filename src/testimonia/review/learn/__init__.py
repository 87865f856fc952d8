"""Learning from the team: the small logistic models of detection and coding, fitted anew around the weights that ship.

    log -> labels -> rows of numbers -> folds -> figures before and after, new weights -> a lesson

Nothing here knows where the numbers come from or which library fits; see pipeline/learn and adapters/fitter.
"""

from testimonia.review.learn.figures import Figures
from testimonia.review.learn.labels import Given, Labels, labels_of
from testimonia.review.learn.layers import Coded, learn_case, learn_codes, too_few
from testimonia.review.learn.lesson import Lesson
from testimonia.review.learn.model import Linear, Row

__all__ = [
    "Coded",
    "Figures",
    "Given",
    "Labels",
    "Lesson",
    "Linear",
    "Row",
    "labels_of",
    "learn_case",
    "learn_codes",
    "too_few",
]
