using Mail.Smtp;

namespace Mail.Fuzz.Targets;

/// <summary>An AUTH exchange that the input ends one way or another: by its length.</summary>
internal sealed class FuzzExchange : ISaslExchange
{
    private bool _isOver;

    public ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        BrokenPromiseException.Unless(!_isOver, "an exchange that is over is not asked again");
        SaslStep step = ((response?.Length ?? 0) % 3) switch
        {
            0 => new SaslStep.Challenge(response ?? default),
            1 => new SaslStep.Failure(new SmtpReply(535, "5.7.8", "Authentication credentials invalid")),
            _ => new SaslStep.Success("alice@example.test", "PLAIN"),
        };
        _isOver = step is not SaslStep.Challenge;
        return new(step);
    }

    public void Dispose() => _isOver = true;
}
