namespace Mail.Core;

/// <summary>The words of records and reports.</summary>
public static class DmarcWords
{
    /// <summary><c>none</c>, <c>quarantine</c> or <c>reject</c>.</summary>
    public static string ToWord(this DmarcPolicy policy) => policy switch
    {
        DmarcPolicy.Reject => "reject",
        DmarcPolicy.Quarantine => "quarantine",
        _ => "none",
    };
}
