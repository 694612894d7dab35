using System.Buffers;
using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Smtp;

/// <summary>
/// The host of one session, with its failures turned into replies: the one place where that is done. Storage that does not answer is 451;
/// so is anything that we did not expect, because an unknown failure is temporary.
/// </summary>
internal sealed class GuardedHost(ISmtpHost host, SmtpSessionInfo info, ILogger logger, CancellationToken abort)
{
    public async ValueTask<SmtpReply?> ConnectAsync()
    {
        try
        {
            return await host.ConnectAsync(info, abort);
        }
        catch (Exception e)
        {
            // RFC 5321 §4.3.2 has no 451 for a connection.
            Report(e, "CONNECT");
            return SmtpReplies.LocalProblemClosing;
        }
    }

    public async ValueTask<SmtpReply?> HeloAsync()
    {
        try
        {
            return await host.HeloAsync(info, abort);
        }
        catch (Exception e)
        {
            return Report(e, "HELO");
        }
    }

    /// <summary>None when the host cannot say.</summary>
    public IReadOnlyList<string> Mechanisms()
    {
        try
        {
            return host.Mechanisms(info);
        }
        catch (Exception e)
        {
            Report(e, "EHLO");
            return [];
        }
    }

    /// <summary><c>null</c> when the mechanism is not offered, and when the host cannot say.</summary>
    public ISaslExchange? BeginAuthentication(string mechanism)
    {
        try
        {
            return host.BeginAuthentication(info, mechanism);
        }
        catch (Exception e)
        {
            Report(e, "AUTH");
            return null;
        }
    }

    public async ValueTask<SaslStep> NextAsync(ISaslExchange exchange, byte[]? response)
    {
        try
        {
            // The language would convert null to empty, which means something else.
            return await exchange.NextAsync(response is null ? (ReadOnlyMemory<byte>?)null : response, abort);
        }
        catch (Exception e)
        {
            // RFC 4954 §6 has a code of its own for it.
            Report(e, "AUTH");
            return new SaslStep.Failure(SmtpReplies.AuthenticationUnavailable);
        }
    }

    public async ValueTask<SmtpReply?> MailAsync(SmtpTransaction transaction)
    {
        try
        {
            return await host.MailAsync(info, transaction, abort);
        }
        catch (Exception e)
        {
            return Report(e, "MAIL");
        }
    }

    public async ValueTask<SmtpReply?> RcptAsync(SmtpTransaction transaction, EnvelopeRecipient recipient)
    {
        try
        {
            return await host.RcptAsync(info, transaction, recipient, abort);
        }
        catch (Exception e)
        {
            return Report(e, "RCPT");
        }
    }

    /// <summary>The new message; <c>null</c> when the host could not begin one.</summary>
    public async ValueTask<ISmtpMessage?> BeginMessageAsync(SmtpTransaction transaction)
    {
        try
        {
            return await host.BeginMessageAsync(info, transaction, abort);
        }
        catch (Exception e)
        {
            Report(e, "message begin");
            return null;
        }
    }

    /// <summary><c>null</c> when the host took it.</summary>
    public async ValueTask<SmtpReply?> WriteAsync(ISmtpMessage message, ReadOnlySequence<byte> content)
    {
        try
        {
            await message.WriteAsync(content, abort);
            return null;
        }
        catch (Exception e)
        {
            return Report(e, "message content");
        }
    }

    /// <summary>The host's answer; <c>null</c> when it failed.</summary>
    public async ValueTask<SmtpReply?> CommitAsync(ISmtpMessage message)
    {
        try
        {
            return await message.CommitAsync(abort);
        }
        catch (Exception e)
        {
            Report(e, "message commit");
            return null;
        }
    }

    /// <summary>Releases a message; aborts it when it was not committed. Never throws: the client has its answer or is gone.</summary>
    public async ValueTask DisposeAsync(ISmtpMessage message)
    {
        try
        {
            await message.DisposeAsync();
        }
        catch (Exception e)
        {
            Report(e, "message end");
        }
    }

    private SmtpReply Report(Exception exception, string during)
    {
        switch (exception)
        {
            case OperationCanceledException when abort.IsCancellationRequested:
                // The session is being ended from outside; its end is logged.
                break;
            case StorageUnavailableException:
                SmtpLog.StorageUnavailable(logger, info.Id, during, exception);
                break;
            default:
                SmtpLog.HostFailed(logger, info.Id, during, exception);
                break;
        }

        return SmtpReplies.LocalProblem;
    }
}
