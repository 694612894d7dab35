namespace Mail.Gateway;

/// <summary>What came of taking a message back.</summary>
internal enum Withdrawal
{
    /// <summary>The flow leaves it alone from here on; it may have it open already.</summary>
    Done,

    /// <summary>Nothing of it is in the spool.</summary>
    NothingThere,

    /// <summary>The flow was faster: it is delivered, in whole or in part, and will be to the others.</summary>
    TooLate,
}
