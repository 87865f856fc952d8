"""How hard the prior of learning should be, and how many decisions it takes: reviewers played by the annotation, judged on articles they did not review.

    python tools/sweep_learn.py [--draws 8] [--keep FILE] FOLDER ... [--strengths 30 100 300] [--articles 10 20 36]

FOLDER: annotated articles that neither encoder nor small models were fitted on. Two sorts of team: one that decides as the annotation does ("guide"), and one with a
rule of its own ("own rule": nobody unnamed is a case; a reason counts only in the person's own words). Reviewers decide on everybody of whom the program asks, and on
all that it proposes. Each line: the mean over draws of what learning changes on the articles not reviewed; then the same of those draws that
cross-validation over the reviewed articles calls better, which are what `testimonia learn` records. "Added ones as yes" is what learning does not do:
it shows why not (docs/adr/0010). Deterministic.
"""

import argparse
import pickle
import random
import statistics
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from fit_case_model import load_lexicon, reader, rows, settings
from fit_code_model import cases

from testimonia.adapters.fitter import fit
from testimonia.narrative.weigh import of_person
from testimonia.review.learn import Coded, Linear, Row, layers
from testimonia.review.learn import figures as figures_module
from testimonia.review.learn.figures import Scored, figures

WORDS = load_lexicon()
ASKED = 0.15
figures_module.REPLICATES = 1  # no intervals are asked for here


class Person:
    """A true case of the annotation as the program reads it: its numbers for every sentence and code, and what is right."""

    def __init__(self, seen, gold):
        self.seen, self.gold = seen, gold  # (code, start, features, denied, is gold evidence)
        self.names = sorted(WORDS.code_model.sentence.weights)
        self.table = np.array([[s[2][n] for n in self.names] for s in seen]).reshape(-1, len(self.names))
        self.right = np.array([s[4] for s in seen], bool)
        self.codes = sorted({s[0] for s in seen})

    def chances(self, weights):
        w = np.array([weights.weights[n] for n in self.names])
        return 1 / (1 + np.exp(-np.clip(self.table @ w + weights.bias, -30, 30)))

    def numbers(self, weights):
        held = {code: [] for code in self.codes}
        for s, p in zip(self.seen, self.chances(weights).tolist(), strict=True):
            if not s[3]:
                held[s[0]].append((p, SimpleNamespace(features=s[2], start=s[1])))
        return of_person({code: sorted(v, key=lambda t: (-t[0], t[1].start)) for code, v in held.items()})

    def reviewed(self, family, *, adds=False):
        """What a reviewer says of every passage that the shipped weights propose, and of its code; with `adds`, also of what they found by hand."""
        model, said, sentences = WORDS.code_model, {}, []
        likely = {c: Linear.of_weights(model.person).chance(v) for c, v in self.numbers(model.sentence).items()}
        chances = self.chances(model.sentence)
        for code in (c for c, p in likely.items() if p >= model.threshold):
            mine = [i for i, s in enumerate(self.seen) if s[0] == code and not s[3]]
            mine = sorted(mine, key=lambda i: (-chances[i], self.seen[i][1]))
            shown = [i for n, i in enumerate(mine) if n == 0 or chances[i] >= model.more][:4]
            said[code] = code in self.gold
            sentences += [
                Row(self.seen[i][2], bool(self.right[i]), family)
                for i in shown
                if self.right[i] or code not in self.gold
            ]
        by_hand = [s for s in self.seen if adds and s[4] and s[0] not in said]
        said |= {s[0]: True for s in by_hand}
        return Coded(family, (*sentences, *(Row(s[2], True, family) for s in by_hand)), said, self.numbers)


def read(folders):
    """Per article: everybody (features, probability, is a case), and the true cases."""
    study, model = settings(), reader.load()
    people, coded = {}, {}
    for folder in folders:
        for doc, one, case, again in rows(folder, study, WORDS, model)[0]:
            if not again:
                people.setdefault(f"{folder}/{doc}", []).append((one.features, one.probability, case))
        for case in cases(folder, study, WORDS, model):
            seen = [(o.code, o.start, dict(o.features), o.denied, right) for o, right in case.rows]
            coded.setdefault(f"{folder}/{case.who[0]}", []).append((seen, case.gold))
    return people, coded


def own_rule(people, coded):
    people = {d: [(f, p, case and not f["anonymous"]) for f, p, case in held] for d, held in people.items()}
    for d, held in coded.items():
        new = [[(*s[:4], s[4] and s[2]["spoken"] > 0) for s in seen] for seen, _ in held]
        coded = {**coded, d: [(seen, {s[0] for s in seen if s[4]}) for seen in new]}
    return people, coded


def of_cases(people, reviewed, other, strength):
    prior = Linear.of_case(WORDS.reader_model)
    layers.CASE_STRENGTH = strength
    taught = [Row(f, case, d) for d in reviewed for f, p, case in people[d] if p >= ASKED]
    found, model = layers.learn_case(taught, WORDS.reader_model, 0.5, fit)
    after = Linear.of_case(model)
    fresh = [Scored(case, d, prior.chance(f), after.chance(f)) for d in other for f, _, case in people[d]]
    return len(taught), found.better, [figures("fresh", fresh, 0.5)]


def of_codes(coded, reviewed, other, strength, *, adds=False):
    layers.SENTENCE_STRENGTH = layers.PERSON_STRENGTH = strength
    items = [person.reviewed(d, adds=adds) for d in reviewed for person in coded.get(d, ())]
    found, model = layers.learn_codes(items, WORDS.code_model, fit)
    ships = WORDS.code_model
    passages, people = [], []
    then, now = Linear.of_weights(ships.person), Linear.of_weights(model.person)
    for d in other:
        for one in coded.get(d, ()):
            pairs = zip(one.right, one.chances(ships.sentence), one.chances(model.sentence), strict=True)
            passages += [Scored(bool(right), d, float(a), float(b)) for right, a, b in pairs]
            before, after = one.numbers(ships.sentence), one.numbers(model.sentence)
            people += [Scored(c in one.gold, d, then.chance(before[c]), now.chance(after[c])) for c in one.codes]
    fresh = [figures("passages", passages, ships.more), figures("reasons", people, ships.threshold)]
    return sum(len(i.sentences) for i in items), all(one.better for one in found), fresh


def tell(team, layer, articles, strength, draws):
    """One line: all draws, and those that would be recorded."""
    kept = [d for d in draws if d[1]]
    print(
        f"{team:9} {layer:23} {articles:3} articles, {statistics.mean(d[0] for d in draws):5.0f} decided, strength {strength:5g}:",
        end=" ",
    )
    for what, some in (("all", draws), (f"recorded {len(kept)} of {len(draws)}", kept)):
        parts = []
        for i, one in enumerate(some[0][2] if some else ()):
            changes = [[d[2][i].change(m) for d in some] for m in ("log_loss", "f1")]
            loss, f1 = (statistics.mean(c.after - c.before for c in held) for held in changes)
            better = sum(c.after < c.before for c in changes[0])
            parts.append(f"{one.what} log loss {loss:+.4f} (better in {better}) F1 {f1:+.3f}")
        print(f"| {what}: {'; '.join(parts) or '-'}", end=" ", flush=True)
    print(flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--strengths", nargs="*", type=float, default=[30, 100, 300])
    parser.add_argument("--articles", nargs="*", type=int, default=[10, 20, 36])
    parser.add_argument("--draws", type=int, default=8)
    parser.add_argument("--keep", type=Path, help="where what was read is kept, and found again")
    args = parser.parse_args()
    if args.keep and args.keep.exists():
        held = pickle.loads(args.keep.read_bytes())
    else:
        held = read(args.folders)
        if args.keep:
            args.keep.write_bytes(pickle.dumps(held))
    for team, (people, coded) in (("guide", held), ("own rule", own_rule(*held))):
        persons = {d: [Person(*one) for one in some] for d, some in coded.items()}
        for articles in args.articles:
            for strength in args.strengths:
                draws = {"cases": [], "codes": [], "codes, added ones as yes": []}
                for seed in range(args.draws):
                    docs = sorted(people)
                    random.Random(seed).shuffle(docs)
                    parts = docs[:articles], docs[articles:]
                    draws["cases"].append(of_cases(people, *parts, strength))
                    draws["codes"].append(of_codes(persons, *parts, strength))
                    draws["codes, added ones as yes"].append(of_codes(persons, *parts, strength, adds=True))
                for layer, some in draws.items():
                    tell(team, layer, articles, strength, some)


if __name__ == "__main__":
    main()
