namespace Mail.Core;

public enum SendOutcome
{
    /// <summary>The next server has said 250 and is responsible now.</summary>
    Sent,

    /// <summary>Try again later. Whatever is not known to be permanent.</summary>
    Temporary,

    /// <summary>No attempt will mend it.</summary>
    Permanent,
}
