"""What a study is, read from its folder: study.toml, codebook.yaml, and the words that come with the program."""

from testimonia.config.codebook import load_codebook
from testimonia.config.lexicon import load_lexicon
from testimonia.config.study import StudyConfig, load_study
from testimonia.config.template import TEMPLATES, write_study

__all__ = ["TEMPLATES", "StudyConfig", "load_codebook", "load_lexicon", "load_study", "write_study"]
