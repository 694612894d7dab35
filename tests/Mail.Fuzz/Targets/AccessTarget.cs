using System.Text;
using Mail.Core;

namespace Mail.Fuzz.Targets;

/// <summary>What an operator, or whoever can write a row, puts into a table of access rules. The first octet chooses the kind of pattern.</summary>
internal sealed class AccessTarget : IFuzzTarget
{
    private static readonly AccessKind[] Kinds = Enum.GetValues<AccessKind>();

    private static readonly AccessQuestion[] Questions =
    [
        new() { Sender = null, Recipient = MailAddress.Parse("alice@example.test") },
        new()
        {
            ClientAddress = System.Net.IPAddress.Parse("192.0.2.1"),
            ClientName = "mx.sender.test",
            Helo = "mx.sender.test",
            Sender = MailAddress.Parse("news+list@sender.test"),
            Recipient = MailAddress.Parse("alice+x@example.test"),
        },
        new()
        {
            ClientAddress = System.Net.IPAddress.Parse("2001:db8::1"),
            Helo = "[IPv6:2001:db8::1]",
            Sender = MailAddress.Parse("\"a for b\"@sender.test"),
            Recipient = MailAddress.Parse("postmaster@example.test"),
        },
    ];

    public string Name => "access";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var kind = Kinds[input[0] % Kinds.Length];
        var isPattern = AccessPattern.TryParse(kind, Encoding.UTF8.GetString(input[1..]), out var pattern, out var error);
        BrokenPromiseException.Unless(isPattern == (error is null), "there is a pattern or an error");
        if (!isPattern)
        {
            return;
        }

        var text = pattern!.ToString();
        BrokenPromiseException.Unless(!text.Any(char.IsControl), "a pattern has no control characters");
        BrokenPromiseException.Unless(
            AccessPattern.TryParse(kind, text, out var again, out _) && again == pattern && again.ToString() == text, "a pattern is read as it is written");
        Ask(pattern);
    }

    private static void Ask(AccessPattern pattern)
    {
        var rule = new AccessRule { Pattern = pattern, Action = AccessAction.Reject };
        var rules = new AccessRuleSet([rule]);
        foreach (var question in Questions)
        {
            var matches = rules.Evaluate(question, DateTimeOffset.UnixEpoch) != AccessVerdict.None;
            BrokenPromiseException.Unless(
                !matches || pattern.Kind != AccessKind.Client || question.ClientAddress is not null, "who hides his address matches no address");
            BrokenPromiseException.Unless(
                !matches || pattern.Text != "<>" || question.Sender is null, "only the null sender is the null sender");
        }
    }
}
