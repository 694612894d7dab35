namespace Mail.Ctl;

/// <summary>What follows a keyword of a fetchmailrc.</summary>
internal enum FetchmailWord
{
    /// <summary>Nothing: it is on, or off with <c>no</c> before it.</summary>
    Flag,

    /// <summary>One word.</summary>
    Value,

    /// <summary>Words, until a keyword comes.</summary>
    List,

    /// <summary>A number if there is one, then a word: how many fields of that name to skip.</summary>
    Envelope,
}
