/* English wordings. A new one must stay true whatever its slots say, and ask one thing that a person can
 * answer. */
#include "wording/wording_internal.h"

static const struct phrase PHRASES[] = {
    {PHRASE_EXAMPLE,
     "Could you take me through one real case with {topic}: what was the situation, what did you do "
     "yourself, and what"
     " came of it?",
     "What is one real example of your own work with {topic}?"},
    {PHRASE_EXAMPLE,
     "Think of the last time you used {topic} in earnest. What was at stake, what was your own part, and how "
     "did it"
     " end?",
     "When did you last use {topic}, and how did it go?"},
    {PHRASE_EXAMPLE,
     "At {employer}, where did you need {topic} most? Take me through one case: what you did yourself, and "
     "what came of"
     " it.",
     "What did you do with {topic} at {employer}?"},
    {PHRASE_EXAMPLE,
     "{lead}Could you give me one real example: what was the situation, what did you do yourself, and what "
     "came of it?",
     "Can you give me one real example?"},
    {PHRASE_EXAMPLE,
     "{lead}When did this last come up in your work? I would like to hear what you did yourself and how it "
     "ended.",
     "When did this last come up, and what did you do?"},

    {PHRASE_CLARIFY,
     "I would like to be sure I have this right. Your CV says “{quote}”: what exactly was your part in it, "
     "and from"
     " when to when?",
     "What exactly was your part in that, and when?"},
    {PHRASE_CLARIFY,
     "Help me with the order of things. Your CV lists “{place}”: what were you responsible for there at the "
     "start, and"
     " what at the end?",
     "What were you responsible for there, and when did that change?"},
    {PHRASE_CLARIFY,
     "I may have misunderstood something about {topic}. What have you done with it yourself, when, and "
     "together with"
     " whom?",
     "What have you done yourself with {topic}, and when?"},
    {PHRASE_CLARIFY,
     "{lead}I may have misunderstood something, so help me get it straight: what exactly did you do "
     "yourself, and when?",
     "What exactly did you do yourself, and when?"},

    {PHRASE_LEVEL,
     "With {topic}, what have you done on your own, what together with others, and what do you know from "
     "reading? Any of"
     " the three is fine.",
     "What have you done yourself with {topic}?"},
    {PHRASE_LEVEL,
     "Suppose {topic} is on your desk next week. What could you start with at once, and for what would you "
     "want help?",
     "With {topic}, what could you do alone, and where would you want help?"},
    {PHRASE_LEVEL,
     "{lead}Which part of this have you done on your own, which together with others, and which do you know "
     "from"
     " reading? Any of the three is fine.",
     "Which part of this have you done yourself?"},

    {PHRASE_NARROW,
     "Let me ask about {topic} more narrowly: what was the last thing you did with it, and what did you "
     "decide"
     " yourself?",
     "What was the last thing you did with {topic}?"},
    {PHRASE_NARROW,
     "{lead}Let me ask more narrowly: when did you do this last, and what did you decide yourself?",
     "When did you do this last?"},

    {PHRASE_DEPTH,
     "Your CV says “{quote}”. What was the hardest decision in that, and what did you decide against?",
     "What was the hardest part of that, and why?"},
    {PHRASE_DEPTH,
     "Let us take the part of your CV that says “{quote}”. If you did it again today, what would you do "
     "differently?",
     "What would you do differently today?"},
    {PHRASE_DEPTH,
     "What was the hardest decision you took with {topic}, and which option did you decide against?",
     "What was hardest with {topic}, and why?"},
    {PHRASE_DEPTH, "Where did {topic} let you down, how did you notice, and what did you change after that?",
     "What went wrong with {topic}, and what did you change?"},
    {PHRASE_DEPTH,
     "{lead}What was the hardest decision there, which option did you decide against, and what did that "
     "cost?",
     "What was the hardest decision there?"},

    {PHRASE_DRIVE, "What draws you to {topic}, and what have you done with it that nobody asked you to do?",
     "What do you like about {topic}?"},
    {PHRASE_DRIVE,
     "{lead}What draws you to this, and what have you done about it that nobody asked you to do?",
     "What do you like about this?"},

    {PHRASE_RISK,
     "{topic} matters in this role, which asks for “{requirement}”. How would you get to the level that it "
     "needs, and when"
     " did you last learn something of that size?",
     "How would you learn what is missing with {topic}?"},
    {PHRASE_RISK,
     "{topic} matters in this role. How would you get to the level that it needs, and when did you last "
     "learn something of"
     " that size?",
     "How would you learn what is missing with {topic}?"},
    {PHRASE_RISK,
     "The role asks for “{requirement}”. How would you get to the level that it needs, and when did you last "
     "learn"
     " something of that size?",
     "How would you learn what is missing here?"},
    {PHRASE_RISK,
     "{lead}How do you see this yourself: what would you need in the first months, and when have you closed "
     "a gap like"
     " it before?",
     "What would you need to get there?"},

    {PHRASE_SETTLE,
     "{lead}Is there anything about it that is still open for you, or that we should know before we go on?",
     "Is anything still open about this?"},

    {PHRASE_EVIDENCE,
     "The role asks for “{requirement}”, and your CV says “{quote}”. What was difficult there, and how did "
     "you solve"
     " it?",
     "What was difficult there, and how did you solve it?"},
    {PHRASE_EVIDENCE,
     "You wrote “{quote}”. For this role we need “{requirement}”: which decisions were yours, and how did "
     "you know that"
     " they were right?",
     "Which decisions there were yours?"},
    {PHRASE_EVIDENCE,
     "For “{requirement}” I found this in your CV: “{quote}”. What would you do differently if you started "
     "it today?",
     "What would you do differently today?"},
    {PHRASE_EVIDENCE,
     "The role asks for “{requirement}”, and your CV names {topic}. What is the most demanding thing you "
     "have done with"
     " it, and what was your own part?",
     "What is the most demanding thing you have done with {topic}?"},
    {PHRASE_EVIDENCE,
     "Your CV names {topic}, which matters for “{requirement}”. Where did you use it last, and what did you "
     "decide"
     " yourself?",
     "Where did you use {topic} last?"},
    {PHRASE_EVIDENCE,
     "Your CV names {topic}, which this role asks for. What is the most demanding thing you have done with "
     "it, and what was"
     " your own part?",
     "What is the most demanding thing you have done with {topic}?"},

    {PHRASE_CLOSEST,
     "The role asks for “{requirement}”. Where have you come closest to that, and what did you do yourself?",
     "Where have you come closest to that?"},
    {PHRASE_CLOSEST,
     "One thing we need is “{requirement}”. What in your work so far has prepared you for it, and what would "
     "be new?",
     "What has prepared you for that, and what would be new?"},

    {PHRASE_LANGUAGE,
     "The role asks for “{requirement}”. How do you use that language at work today: in writing, in "
     "meetings, with"
     " customers?",
     "How do you use that language at work today?"},

    {PHRASE_CONDITION,
     "This comes with the role: “{requirement}”. Does that suit you, and is there anything that would have "
     "to "
     "be arranged first?",
     "Would that suit you?"},
    {PHRASE_CONDITION,
     "About “{requirement}”: how have you handled the like so far, and what would make it hard for you?",
     "What would make that hard for you?"},

    {PHRASE_LATEST,
     "At {employer} ({dates}), what were you responsible for yourself, and what would not have happened "
     "without you?",
     "What were you responsible for at {employer}?"},
    {PHRASE_LATEST,
     "Your CV lists “{place}”. What were you responsible for yourself, and what changed while you were "
     "there?",
     "What were you responsible for there?"},
    {PHRASE_CURRENT,
     "What are you responsible for at {employer} today, and what has changed since you joined?",
     "What are you responsible for at {employer}?"},
    {PHRASE_CURRENT,
     "Your CV lists “{place}”. What are you responsible for today, and what has changed since you began?",
     "What are you responsible for today?"},

    {PHRASE_FIGURE,
     "Your CV says “{quote}”. How was that measured, where did it stand before, and which part was your own "
     "work?",
     "How was that measured, and which part was yours?"},

    {PHRASE_WISH,
     "What made you apply for the {job} position, and what would have to be true after six months for you to "
     "say that it"
     " was the right choice?",
     "Why this role, and what would make it a good choice for you?"},
    {PHRASE_WISH,
     "What made you apply for this role, and what would have to be true after six months for you to say that "
     "it was the"
     " right choice?",
     "Why this role?"},

    {PHRASE_CLOSE, "What have I not asked about that would help us understand how you work?",
     "What should I have asked?"},
    {PHRASE_CLOSE,
     "If you joined us, what would you want to have changed after three months, and what would you need from "
     "us for"
     " that?",
     "What would you need from us in the first months?"},
    {PHRASE_CLOSE,
     "Which feedback that you were given has changed the way you work, and what do you do differently since?",
     "Which feedback has changed the way you work?"},
};

const struct phrase_bank phrase_bank_en = {
    .phrases = PHRASES,
    .count = sizeof PHRASES / sizeof *PHRASES,
    .lead = "Let me come back to {topic}. ",
    .lead_requirement = "Let me come back to “{requirement}”. ",
    .why =
        {
            [PHRASE_EXAMPLE] = "The last note has a doubt and no concrete example yet.",
            [PHRASE_CLARIFY] = "The last note says that two things do not agree.",
            [PHRASE_LEVEL] = "The last note reports an unsure answer.",
            [PHRASE_NARROW] = "The last note says that the question was not really answered.",
            [PHRASE_DEPTH] = "The last note reports something concrete: worth going one level deeper.",
            [PHRASE_DRIVE] = "The last note reports real interest: see what stands behind it.",
            [PHRASE_RISK] = "The last note points to a clear risk for the role.",
            [PHRASE_SETTLE] = "The last note is about a practical point: settle it now.",
            [PHRASE_EVIDENCE] =
                "“{requirement}” is asked for in the job description; the CV speaks of it, no note does yet.",
            [PHRASE_CLOSEST] =
                "“{requirement}” is asked for in the job description, and no note speaks of it yet.",
            [PHRASE_LANGUAGE] =
                "“{requirement}” is asked for in the job description, and no note speaks of it yet.",
            [PHRASE_CONDITION] =
                "“{requirement}” is a condition in the job description, and no note speaks of it yet.",
            [PHRASE_LATEST] = "It is the latest work in the CV.",
            [PHRASE_CURRENT] = "It is the current work in the CV.",
            [PHRASE_FIGURE] = "The CV claims a figure: find out what stands behind it.",
            [PHRASE_WISH] = "It shows what the candidate expects of the role.",
            [PHRASE_CLOSE] = "It leaves room for what has not been asked.",
            [PHRASE_PREPARED] = "One of your prepared questions fits what is being said.",
        },
    .why_first = "It is the first of your prepared questions that has not been asked.",
    .why_wish = "“{requirement}” is a wish in the job description, and no note speaks of it yet.",
    .good_answer =
        {
            [PHRASE_EXAMPLE] =
                "one real situation, their own part in it, and a result with a figure or a name",
            [PHRASE_CLARIFY] =
                "dates, roles and scope that agree with the CV, or a plain reason why they differ",
            [PHRASE_LEVEL] = "a clear line between what they have done and what they have not",
            [PHRASE_NARROW] = "a time, a place and a decision of their own",
            [PHRASE_DEPTH] = "two real options, the reason for the choice, and what it cost",
            [PHRASE_DRIVE] = "something done on their own initiative, and a link to this role",
            [PHRASE_RISK] = "a clear view of the gap, and a similar one that they have closed",
            [PHRASE_SETTLE] = "a plain yes or no, and the conditions that come with it",
            [PHRASE_EVIDENCE] =
                "their own decisions, the difficulty in their own words, and how it turned out",
            [PHRASE_CLOSEST] = "related work of their own, and what exactly would be new to them",
            [PHRASE_LANGUAGE] =
                "occasions and how often, and no trouble to go on for a minute in that language",
            [PHRASE_CONDITION] = "a plain yes or no, from when, and what it depends on",
            [PHRASE_LATEST] = "a scope with numbers, and one thing that exists because of them",
            [PHRASE_CURRENT] = "a scope with numbers, and one thing that exists because of them",
            [PHRASE_FIGURE] = "the starting point, how it was measured, and a fair share of the credit",
            [PHRASE_WISH] = "reasons that fit this role and not just any",
            [PHRASE_CLOSE] = "something concrete about how they work, good or bad",
            [PHRASE_PREPARED] = "a concrete case, their own part in it, and what came of it",
        },
};
