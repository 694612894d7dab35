namespace Mail.Core;

/// <summary>What one scanner says of one message. Texts that come from the message or from a scanner are cut and printable: see <see cref="ScanText"/>.</summary>
public abstract record ScanFinding
{
    private ScanFinding()
    {
    }

    /// <summary>Short strings for the spam filter, each a token of the message: <c>rspamd:R_SPF_FAIL</c>, <c>attachment:macro</c>.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>What is to become of the message as far as this scanner is concerned; the operator's settings decide.</summary>
    public abstract ScanAction Action { get; }

    /// <summary>For the decision record, in words, without the scanner's name.</summary>
    public abstract string Words { get; }

    /// <summary>It has looked, and found nothing.</summary>
    public sealed record Clean : ScanFinding
    {
        public override ScanAction Action => ScanAction.Pass;

        public override string Words => "clean";
    }

    /// <summary>It has not looked, and will not the next time either: the message is too large, say.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="Does">What the operator wants done with what nobody can scan.</param>
    public sealed record NotScanned(string Reason, ScanAction Does = ScanAction.Pass) : ScanFinding
    {
        public override ScanAction Action => Does;

        public override string Words => $"not scanned: {Reason}";
    }

    /// <param name="Name">Of the virus, as the scanner calls it.</param>
    /// <param name="Does">What the operator wants done with viruses.</param>
    public sealed record Infected(string Name, ScanAction Does = ScanAction.Quarantine) : ScanFinding
    {
        public override ScanAction Action => Does;

        public override string Words => $"infected: {Name}";
    }

    /// <param name="Reason">In words.</param>
    /// <param name="Score">From 0 (nothing) to 1 (certain): the scanner's, on our scale.</param>
    /// <param name="Does">Most often only <see cref="ScanAction.Tag"/>.</param>
    public sealed record Suspicious(string Reason, double Score, ScanAction Does = ScanAction.Tag) : ScanFinding
    {
        public override ScanAction Action => Does;

        public override string Words => $"suspicious: {Reason}";
    }

    /// <summary>It has what the operator does not let in.</summary>
    /// <param name="Reason">In words, with the name of the attachment.</param>
    /// <param name="Does">What the operator wants done with it.</param>
    public sealed record Blocked(string Reason, ScanAction Does = ScanAction.Quarantine) : ScanFinding
    {
        public override ScanAction Action => Does;

        public override string Words => $"blocked: {Reason}";
    }

    /// <summary>The scanner could not say; asked later it may.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="MustWait">Fails closed: better not delivered yet than delivered without.</param>
    public sealed record Failed(string Reason, bool MustWait) : ScanFinding
    {
        public override ScanAction Action => MustWait ? ScanAction.Defer : ScanAction.Pass;

        public override string Words => $"failed: {Reason}";
    }
}
