using System.Text;
using Mail.Core;

namespace Mail.Smtp.Tests;

/// <summary>AUTH for dialogs: the response says what happens.</summary>
internal sealed class FakeExchange(List<string> events, string mechanism) : ISaslExchange
{
    public ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        var text = response is { } octets ? Encoding.UTF8.GetString(octets.Span) : null;
        events.Add($"auth {mechanism} {(text is { Length: > 100 } ? $"{text.Length} octets" : text ?? "nothing")}");
        return new(text switch
        {
            null => new SaslStep.Challenge(default),
            "more" => new SaslStep.Challenge("and more"u8.ToArray()),
            "good" => new SaslStep.Success("alice@example.test", mechanism),
            "later" => new SaslStep.Failure(new SmtpReply(454, "4.7.0", "Too early")),
            "storage" => throw new StorageUnavailableException("The storage is away."),
            "bug" => throw new InvalidOperationException("This is a bug, as the test wants it."),
            _ => new SaslStep.Failure(new SmtpReply(535, "5.7.8", "Authentication credentials invalid")),
        });
    }

    public void Dispose() => events.Add("auth over");
}
