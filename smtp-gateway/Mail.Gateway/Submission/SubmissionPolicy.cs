using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>What authenticated users may do (RFC 6409 §6): send as themselves, and not without end.</summary>
internal sealed class SubmissionPolicy(IDirectory directory, SenderRights rights, RecipientRates rates, ISiteSettings settings, GatewayOptions options)
{
    public HeaderPolicy Header { get; } = new(rights, options.HostName);

    /// <summary>The account behind the session as it is now.</summary>
    /// <returns><c>null</c> when it has been disabled or removed since it authenticated.</returns>
    /// <exception cref="StorageUnavailableException">The directory cannot be reached.</exception>
    public async ValueTask<AccountEntry?> AccountAsync(SmtpSessionInfo session, CancellationToken cancellationToken)
    {
        var address = MailAddress.Parse(session.AuthenticatedUser ?? throw new InvalidOperationException("Nobody has authenticated."));
        return await directory.FindAccountAsync(address.Domain, address.LocalPart, cancellationToken) is { Enabled: true } account ? account : null;
    }

    /// <summary>At MAIL, of somebody who has authenticated.</summary>
    public async ValueTask<Refusal?> CheckSenderAsync(SmtpSessionInfo session, MailAddress? sender, CancellationToken cancellationToken)
    {
        if (await AccountAsync(session, cancellationToken) is not { } account)
        {
            return new Refusal(GatewayReplies.AuthenticateFirst, "account-disabled", $"{session.AuthenticatedUser} is no account any more");
        }

        // The null reverse-path is what mail clients send receipts with (RFC 8098 §3), and as in Postfix nobody's address.
        return sender is null || await rights.MaySendAsAsync(account, sender, cancellationToken)
            ? null
            : new Refusal(SubmissionReplies.SenderNotOwned, "sender-not-owned", $"{account.Address} may not send as {sender}");
    }

    /// <summary>At RCPT, before anything else is asked.</summary>
    public async ValueTask<Refusal?> CheckRateAsync(SmtpSessionInfo session, CancellationToken cancellationToken) =>
        rates.Check(session.AuthenticatedUser!, await settings.GetAsync(cancellationToken));

    /// <summary>At RCPT, of a recipient that has been accepted.</summary>
    public void CountRecipient(SmtpSessionInfo session) => rates.Add(session.AuthenticatedUser!);
}
