"""Productions of stories.

``hero``, ``second``, ``house``, ``where``, ``topic``, ``land`` and ``wares`` stay the same within
one story.
"""

STORIES = {
    "surname": ("{hero_last}", "{hero_last}", "{second_last}", "Mr. {hero_last}", "{hero_last}"),
    "who": (
        "{surname}",
        "{hero}",
        "{second}",
        "{house}",
        "the {group}",
        "officials in {where}",
        "neither side",
        "the two governments",
        "{house}",
        "a spokeswoman",
        "{land}",
        "critics of the {topic}",
    ),
    "said": (
        "said",
        "told reporters",
        "told {outlet}",
        "added",
        "wrote in a statement",
        "said on {weekday}",
        "explained",
        "told the assembly",
        "argued",
    ),
    "what": (
        "the {topic}",
        "{aspect} the {topic}",
        "the agreement",
        "the {topic} in {where}",
        "the work of {house}",
        "the {wares} trade",
        "the decision",
        "the new {topic}",
        "the shipments of {wares}",
    ),
    "act": (
        *(
            "{verb} {what} {tail}",
            "{verb} {what}",
            "has {verb} {what} twice since {year}",
            "would not comment on {what}",
            "met {second} in {where} {tail}",
        ),
        *(
            "spent {figure} roubles on {what}",
            "sent {n:12..900} {group} to {where} {tail}",
            "gave no details of {what}",
            "had {verb} {what} before {second_last} arrived",
        ),
        *(
            "agreed to pay for {what}",
            "is expected to return to {where} in {month}",
            "called {what} a success",
            "denied that {what} had been {verb}",
        ),
        *(
            "will need {n:2..18} months to finish {what}",
            "lost {figure} {group} in {month}",
            "received {figure} tons of {wares}",
            "warned of further delays to {what}",
        ),
    ),
    "claim": (
        *(
            "{what} would go ahead",
            "nobody had been hurt",
            "{house} knew nothing of {what}",
            "{what} could cost {n:2..80} million dollars",
            "the {group} had been paid",
        ),
        *(
            "{land} and its neighbours would {do} {what}",
            "{second_last} had asked for more time",
            "more {wares} would be needed",
            "the two sides had grown closer",
        ),
        *(
            "it was too early to judge {what}",
            "{what} had been {verb} by mistake",
            "{figure} {group} had already left {where}",
        ),
    ),
    "do": ("discuss", "finance", "abandon", "review", "support", "expand", "give up", "put off"),
    "spoken": (
        *(
            "We have waited {n:3..30} years for this",
            "Nobody asked the {group} what they wanted",
            "This is not about money",
            "Our duty is to the {group} of {where}",
        ),
        *(
            "I do not believe that {what} will change much",
            "The {topic} belongs to all of us",
            "There is no other way to reach {where}",
            "It was the right thing to do",
        ),
        *(
            "What matters now is {what}",
            "They promised us {wares}, and they kept their word",
            "Everything depends on {house}",
            "History will judge {second_last}",
        ),
    ),
    "opening": (
        *(
            "",
            "",
            "",
            "",
            "On {weekday}, ",
            "In {month}, ",
            "At a press conference in {where}, ",
            "According to {outlet}, ",
            "Meanwhile, ",
            "Two days later, ",
            "In a statement, ",
            "However, ",
        ),
        *("By {weekday} evening, ", "As {agency} reported, "),
    ),
    "statement": (
        *(
            "{opening}{who} {act}.",
            "{opening}{who} {act}.",
            "{who|first} {said} that {claim}.",
            "{opening}{surname} {said} that {claim}.",
            "“{spoken},” {surname} {said}.",
        ),
        *(
            "“{spoken},” {said} {surname}, who {act}.",
            "“{spoken}. {spoken},” {surname} {said}.",
            '"{spoken}," said {expert}.',
            "{opening}{who} {act}, and {who} {act}.",
        ),
        *(
            "{figure|first} {group} {tail_act} in {where}, {house} {said}.",
            "The U.S. envoy, {office} {family}, {act}.",
            "{surname|first} — who {act} — {act}.",
        ),
        *(
            "{what|first} was {verb} {tail}, but {claim}.",
            "It was the {nth} time that {who} {act}.",
            "{person}, {expert}, {said} that {claim}.",
            "Asked about {what}, {surname} {said} that {claim}.",
        ),
        *(
            (
                "{land|first} exports {n:10..900:,} tons of {wares} a year, most of it through "
                "{where}."
            ),
            "State media in {land} {said} that {claim}.",
            "There was no word from {house} on {what}.",
        ),
        *(
            "({house|first} {act}.)",
            "“{spoken}!” one of the {group} shouted.",
            "Who {verb} {what} remains unclear.",
            "The {topic}, which {house} {verb} in {year}, {fate}.",
        ),
    ),
    "fate": (
        "has not been finished",
        "cost {figure} dollars",
        "is closed to {group}",
        "will reopen in {month}",
        "lies {n:3..90} kilometres from {where}",
        "divides the country",
    ),
    "tail_act": (
        "were waiting",
        "lost their homes",
        "had gathered",
        "were arrested",
        "found work",
        "took part",
    ),
    "nth": ("first", "second", "third", "fourth", "last"),
    "lead": (
        *(
            "{office} {hero} of {land} {act}, {house} {said} on {weekday}.",
            "{hero}, {expert}, {verb} {what} {tail}.",
            "{house|first} {verb} {what} {tail}, as {hero} met {second} in {where}.",
        ),
        *(
            "{land|first} and {country} {verb} {what} on {weekday}.",
            "{office} {hero} {verb} {what} {tail}, according to {outlet}.",
            "The {topic} in {where} was {verb} {tail}.",
        ),
    ),
    "headline": (
        *(
            "{hero_last} {verb} {topic} in {where}",
            "{land|first} and {country} {verb} {topic} after talks in {where}",
            "{hero_last} in {where} as {topic} is {verb}",
            "{house|first} {verb} {aspect} {topic}",
        ),
        *(
            "{topic|first}: {hero_last} meets {second_last} in {where}",
            "Why {land} {verb} the {topic}",
            "“{spoken}”: {hero_last} on the {topic}",
            "{n:3..90} {group} wait for {wares} as {topic} is {verb}",
        ),
    ),
    "foreign_headline": (
        *(
            "{person} {verb} the {thing} {tail}",
            "{country|first} {verb} {thing} after {people} protest",
            "{n:3..90} {group} {verb} in {place}",
            "{place} mayor {verb} {thing}",
            "What we know about the {thing} in {place}",
        ),
        *(
            "{people} {group} {verb} by {goods} prices",
            "{body_name|first} {verb} {thing}: report",
            "Watch: {person} {verb} {thing}",
            "How {group} in {place} live without {goods}",
            "‘{spoken_other}’: {person} speaks out",
        ),
        *(
            "{person} dies at {n:60..99}",
            "{country|first} vs {country}: score, highlights",
            "{n:5..12} things {group} never say",
            "Live: {thing} {verb} in {place}",
        ),
    ),
    "spoken_other": (
        "We lost everything",
        "I was lucky",
        "Nobody warned us",
        "It changed my life",
        "The sea took it",
        "We won't go back",
    ),
    "subhead": (
        "What comes next",
        "A long wait for {wares}",
        "The {topic}",
        "Questions remain",
        "‘{spoken}’",
        "{hero_last} and {second_last}",
        "Why {land} needs the {topic}",
        "What {house} says",
    ),
    "lone": (
        "“{spoken},” {surname} {said}.",
        "{who|first} {act}.",
        "{opening}{who} {act}.",
        "{who|first} {said} that {claim}.",
    ),
}
