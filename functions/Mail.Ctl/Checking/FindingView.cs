namespace Mail.Ctl;

/// <summary>Something that is not as it should be.</summary>
/// <param name="Area"><c>directory</c>, <c>alias</c>, <c>account</c>, <c>mailbox</c>, <c>spool</c>, <c>record</c> or <c>queue</c>.</param>
/// <param name="Subject">What it is about: a row, an address, an id.</param>
/// <param name="Problem">In words, with what to do where there is one thing to do.</param>
internal sealed record FindingView(string Area, string Subject, string Problem);
