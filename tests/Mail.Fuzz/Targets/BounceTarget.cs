using Mail.Core;
using Mail.Transport;

namespace Mail.Fuzz.Targets;

/// <summary>A message that may be somebody's bounce.</summary>
internal sealed class BounceTarget : IFuzzTarget
{
    private readonly BounceReader _reader = new();

    public string Name => "bounce";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (_reader.Read(new MemoryStream(input.ToArray())) is not { } report)
        {
            return;
        }

        BrokenPromiseException.Unless(report.Recipients.Count is > 0 and <= BounceReader.MaxRecipients, "a bounce is about somebody, and has a limit");
        BrokenPromiseException.Unless(report.OriginalIds.Count <= 4, "few messages are looked up for one bounce");
        BrokenPromiseException.Unless(report.OriginalProofs.Count <= 4 && report.OriginalProofs.All(proof => proof.Length <= 64), "proofs are few and short");
        foreach (var recipient in report.Recipients)
        {
            BrokenPromiseException.Unless(recipient.Diagnostic.Length <= 500 && !recipient.Diagnostic.Any(char.IsControl), "a diagnostic is a short line");
            BrokenPromiseException.Unless(
                !recipient.IsHard || (report.IsStandard && recipient.Action == BounceAction.Failed && Suppression.IsHard(recipient.Status)),
                "only a report of a failure for good is hard");
        }
    }
}
