using System.Buffers;
using System.Security.Cryptography;

namespace Mail.Smtp;

/// <content>AUTH (RFC 4954). What the client sends here is never logged, and cleared when the exchange has seen it.</content>
public sealed partial class SmtpSession
{
    private ValueTask<SmtpReply?> AuthAsync(ReadOnlySpan<byte> argument)
    {
        var offered = _host.Mechanisms();
        if (_info.AuthenticatedUser is not null)
        {
            // RFC 4954 §4.
            return new(SmtpReplies.AlreadyAuthenticated);
        }

        if (offered.Count == 0)
        {
            return new(_info.IsSubmission && OffersStartTls ? SmtpReplies.EncryptionRequired : SmtpReplies.For(SmtpRejection.NotImplemented));
        }

        var rejection = AuthParser.Parse(argument, out var mechanism, out var response);
        if (rejection != SmtpRejection.None)
        {
            return new(_counters.CountAuthentication(SmtpReplies.For(rejection)));
        }

        return offered.Contains(mechanism, StringComparer.OrdinalIgnoreCase) && _host.BeginAuthentication(mechanism) is { } exchange
            ? AuthenticateAsync(exchange, response)
            : new(SmtpReplies.MechanismUnknown);
    }

    private async ValueTask<SmtpReply?> AuthenticateAsync(ISaslExchange exchange, byte[]? response)
    {
        using (exchange)
        {
            var reply = await ExchangeAsync(exchange, response);
            return reply is null ? null : _counters.CountAuthentication(reply);
        }
    }

    /// <returns><c>null</c> when the session ended first.</returns>
    private async ValueTask<SmtpReply?> ExchangeAsync(ISaslExchange exchange, byte[]? response)
    {
        while (true)
        {
            var step = await _host.NextAsync(exchange, response);
            CryptographicOperations.ZeroMemory(response);
            switch (step)
            {
                case SaslStep.Success success:
                    _info.AuthenticatedUser = success.User;
                    _info.AuthenticationMechanism = success.Mechanism;
                    return SmtpReplies.Authenticated;
                case SaslStep.Failure failure:
                    return failure.Reply;
                case SaslStep.Challenge challenge:
                    _connection.Write(SmtpReplies.Challenge(challenge.Data.Span));
                    (response, var refusal) = await ReadResponseAsync();
                    if (response is null)
                    {
                        return refusal;
                    }

                    break;
            }
        }
    }

    /// <returns>The response, or what is wrong with it; neither when the session ended first.</returns>
    private async ValueTask<(byte[]? Response, SmtpReply? Refusal)> ReadResponseAsync()
    {
        while (_end is null)
        {
            if (_drain.IsCancellationRequested)
            {
                await EndAsync(SessionEnd.Drained, SmtpReplies.ShuttingDown);
            }
            else if (TryReadLine(out var line, out var rejection))
            {
                return rejection == SmtpRejection.None ? ReadResponse(line) : (null, ResponseRefusal(rejection));
            }
            else
            {
                await AwaitInputAsync();
            }
        }

        return default;
    }

    private static (byte[]? Response, SmtpReply? Refusal) ReadResponse(in ReadOnlySequence<byte> line)
    {
        var text = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        if (text.SequenceEqual("*"u8))
        {
            return (null, SmtpReplies.AuthenticationCancelled);
        }

        return AuthParser.TryDecode(text, out var response) ? (response, null) : (null, SmtpReplies.For(SmtpRejection.NotBase64));
    }

    private static SmtpReply ResponseRefusal(SmtpRejection rejection) =>
        rejection == SmtpRejection.LineTooLong ? SmtpReplies.ResponseTooLong : SmtpReplies.For(rejection);
}
