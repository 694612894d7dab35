namespace Mail.Smtp;

public enum ProxyHeaderResult
{
    /// <summary>The header is whole and good.</summary>
    Read,

    /// <summary>Nothing is wrong so far, and it is not whole yet.</summary>
    NeedMore,

    /// <summary>Not a header of version 1 or 2 within the limits.</summary>
    Invalid,
}
