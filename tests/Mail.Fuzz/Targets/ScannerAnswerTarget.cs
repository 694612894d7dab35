using Mail.Core;
using Mail.Scanning;

namespace Mail.Fuzz.Targets;

/// <summary>What clamd or rspamd answers.</summary>
internal sealed class ScannerAnswerTarget : IFuzzTarget
{
    public string Name => "scanner-answer";

    public void Run(ReadOnlySpan<byte> input)
    {
        var reply = ClamdReply.Parse(input);
        BrokenPromiseException.Unless(reply.Text.Length < 200 && !reply.Text.Any(char.IsControl), "a reply is a short line");
        BrokenPromiseException.Unless(reply.Kind != ClamdReplyKind.Infected || reply.Text.Length > 0, "a virus has a name");
        var (result, problem) = RspamdResult.Parse(200, input.ToArray());
        BrokenPromiseException.Unless(result is not null || problem is { Length: > 0 and < 300 }, "there is a result or a problem");
        if (result is not null)
        {
            var finding = RspamdFindings.From(result, ScanAction.Junk);
            BrokenPromiseException.Unless(finding.Facts.Count <= 66 && finding.Facts.All(fact => fact.Length < 200 && !fact.Any(char.IsControl)), "facts are few and short");
            BrokenPromiseException.Unless(finding is not ScanFinding.Suspicious { Score: not (>= 0 and <= 1) }, "a score is on our scale");
        }
    }
}
