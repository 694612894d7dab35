namespace Mail.Ctl;

/// <summary>Whether other servers can be reached from this machine.</summary>
/// <param name="Open">They can.</param>
/// <param name="Verdict">The same in a sentence.</param>
/// <param name="Advice">What to do, line by line; empty when there is nothing.</param>
internal sealed record TransportCheckView(bool Open, string Verdict, IReadOnlyList<string> Advice, IReadOnlyList<PortView> Servers);
