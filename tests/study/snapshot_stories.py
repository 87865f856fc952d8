"""The invented articles of the demonstration snapshot."""

from __future__ import annotations

WIRE = """
GAZIANTEP, Turkey — Yusuf Haddad stood guard at an Islamic State prison for eleven months. In June 2014 the 26-year-old \
Syrian slipped across the border and left the group for good, he told the agency.

“They brought in bakers and farmers, Muslims like us, and beheaded them in the square,” Haddad said. “I could not stay \
after that.”

He had joined in 2013, he said, because “Assad’s planes were killing our people and nobody else came to defend us”.
"""

LAYLA = """
BIRMINGHAM — Layla Nasser thought that she was moving to the perfect Islamic state. The British woman, now 23, ran from \
Raqqa in February 2015 and agreed to speak to this newspaper.

“There was no power, no medicine, no milk for the baby,” she said. “I cleaned other women’s floors all day. I had come \
for a caliphate that lived by the book of God.”

Her school friend Maryam Siddiq, who travelled to Syria with her, is still there. Ms Siddiq has not been in touch with \
her family since the spring.
"""

FEATURE = """
BERLIN — The man whom we call Hamza, which is not his real name, opens the door only after a telephone call. The German, \
34, drove lorries for Islamic State until he left in late 2014.

“The emirs kept the cars and the money, and we were told to be patient,” Hamza says. “I had debts and they paid a \
salary.” Did the executions drive him away? “No. It was not the killing. I never saw any.”

In the next room waits a 31-year-old Tunisian who walked out of the same unit. “We went to fight Assad and they sent us \
to shoot at other brothers,” says the Tunisian, who asked not to be named. “I was twenty-eight and bored, and it looked \
like the greatest adventure of my life.”

According to the Centre for the Study of Exits, at least 58 people have left the group and spoken publicly since January \
2014, two of them from Britain. They came from 17 countries. The centre names in-fighting as the complaint heard most, \
while brutality was not a universal concern.
"""

TRANSCRIPT = """
RUTH AVERILL: Good evening. We go to a safe house tonight.

UNIDENTIFIED MAN: They came to the village and said, give us a son or we take the house. So I went. I ran in March.

RUTH AVERILL: More than 200 have travelled from this region alone, officials say.
"""

SECOND = """
AMMAN 😔 — Abu Salim is the name they gave him. Youssef Haddad, 27, a former prison guard of ISIS, now mends radios.

“It was brothers killing brothers. Fighting Nusra, fighting everyone but the regime,” Mr Haddad told the Courier. “The \
old men of the village were beaten for a cigarette.”
"""

UMM = """
CASABLANCA — Umm Rayan, a Moroccan, was a teacher in the women’s brigade of Daesh. She got out in May 2015.

“You queued four hours for bread, and the foreign women were given the worst rooms,” she says of her year there. Her \
husband, she says, had been promised a house and a wage.

Karim Belkadi, a fighter seized at the border by soldiers, denies that he ran. “I was captured,” he said from his cell.
"""

EARLY = """
MALMÖ — Tomas Lindqvist, a Swede, was among the first to come home from the Islamic State of Iraq and to talk about it. \
“I left because they lied,” he said.
"""
