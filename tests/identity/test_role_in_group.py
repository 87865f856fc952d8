"""What somebody did for the group: a table of invented sentences; a trade from before is none."""

import pytest
from test_attributes import LEFT, person

from testimonia.domain.appearance import Appearance, Basis

WORK = (
    ("guard", LEFT + "He worked as a guard in Raqqa."),
    ("guard", LEFT + '"I guarded a car park for nine months," he said.'),
    ("guard", LEFT + '"They made me guard the gate of a depot," he said.'),
    ("guard", LEFT + '"My job was to guard a pump," he said.'),
    ("guard", LEFT + "He stood guard at a mill."),
    ("guard", LEFT + "The emir put him at a checkpoint and forgot him."),
    ("guard", "Karim Belhaj, a former Islamic State guard, says that he left in May."),
    ("cook", LEFT + "The group made him a cook."),
    ("cook", LEFT + '"I was put to work in the kitchen of a barracks," he said.'),
    ("driver", LEFT + "He served for a year as a tanker driver."),
    ("driver", LEFT + '"I drove the emir\'s lorry," he said.'),
    ("mechanic", LEFT + '"I repaired their engines and asked nothing," he said.'),
    ("clerk", LEFT + '"I kept the register of what they took," he said.'),
    ("clerk", LEFT + "He was assigned to the tax office."),
    ("medic", LEFT + "He was a nurse for the group."),
    ("police", LEFT + "He served in the Hisba for a year."),
    ("police", LEFT + "He was a member of the morality police."),
    ("labourer", LEFT + '"We dug tunnels under Marea," he said.'),
    ("fighter", "Karim Belhaj, a former Islamic State fighter, says that he left in May."),
    (None, LEFT + "Before the war he worked as a driver."),
    (None, LEFT + "Back home he drove a taxi."),
    (None, LEFT + "Today he works as a cook in Sfax."),
    (None, LEFT + "He used to repair engines in Sfax."),
    (None, "Karim Belhaj, a mechanic from Sfax, left Islamic State in May."),
    (None, LEFT + "A guard at the prison wept, he said."),
    (None, LEFT + '"The emir guarded his money," he said.'),
    (None, LEFT + "Samir Haddad worked as a cook there."),
)


@pytest.mark.parametrize(("role", "told"), WORK)
def test_work(role: str | None, told: str) -> None:
    assert person(told).value("group_role") == role


def test_what_is_called_so_weighs_more_than_what_was_done_once() -> None:
    held: Appearance = person(LEFT + 'He served as a cook. "Once I guarded a gate," he said.')
    found = [(v.value, v.basis, v.rule) for v in held.values if v.field == "group_role"]
    assert sorted(found) == [("cook", Basis.STATED, "worked-as"), ("guard", Basis.INFERRED, "deed")]
    assert held.value("group_role") == "cook"
