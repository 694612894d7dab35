using System.Net;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>
/// Decides who may send what to whom. As Postfix with <c>smtpd_delay_reject = yes</c>, everything is asked when a recipient is named: only then
/// is it known whose mail a refusal takes away, and whether it is one that must always be let in.
/// </summary>
/// <remarks>
/// In this order, and the first "no" is the answer:
/// <list type="number">
/// <item>postmaster and abuse of our domains are let in without further questions; so is what an authenticated user sends</item>
/// <item>the operator's rules (<see cref="AccessRuleSet"/>); an OK there excuses from 3 and 5</item>
/// <item>checks of the client</item>
/// <item>the directory: does the recipient exist? Behind 2 and 3, so that who is refused learns nothing about who is here</item>
/// <item>greylisting, which remembers something only about recipients who exist</item>
/// </list>
/// </remarks>
internal sealed class AccessPolicy(
    IAccessRules rules, RecipientPolicy recipients, IEnumerable<IClientCheck> checks, Greylisting greylisting, TimeProvider time)
{
    /// <exception cref="StorageUnavailableException">The directory cannot be reached: nothing is decided.</exception>
    public async ValueTask<Admission> AdmitAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient, CancellationToken cancellationToken)
    {
        if (session.AuthenticatedUser is not null || await recipients.IsRoleAsync(recipient, cancellationToken))
        {
            return await recipients.AdmitAsync(session, recipient, cancellationToken);
        }

        var verdict = await AskRulesAsync(session, transaction, recipient, cancellationToken);
        var refusal = verdict.Final is { Action: AccessAction.Reject or AccessAction.Defer } final
            ? RefusalOf(final)
            : await CheckClientAsync(verdict, session, transaction, recipient, cancellationToken);
        if (refusal is not null)
        {
            return new Admission { Refusal = refusal, Recipient = recipient, Verdict = verdict };
        }

        var admission = await recipients.AdmitAsync(session, recipient, cancellationToken) with { Verdict = verdict };
        if (admission.Refusal is not null || verdict.IsExempt || admission.IsDiscarded)
        {
            return admission;
        }

        var answer = await greylisting.CheckAsync(session, transaction, recipient, cancellationToken);
        return admission with { Refusal = answer.Refusal, Greylist = answer.Outcome };
    }

    /// <summary>For logs and records.</summary>
    public static string Describe(AccessRule rule) =>
        $"rule {AccessKinds.Name(rule.Pattern.Kind)} {rule.Pattern} {rule.Action.ToString().ToUpperInvariant()}";

    private async ValueTask<AccessVerdict> AskRulesAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient, CancellationToken cancellationToken)
    {
        var set = await rules.GetAsync(cancellationToken);
        return set.Evaluate(
            new AccessQuestion
            {
                ClientAddress = IPAddress.TryParse(session.ClientAddress, out var address) ? address : null,
                ClientName = session.ClientName,
                Helo = session.Helo,
                Sender = transaction.ReversePath,
                Recipient = recipient,
            },
            time.GetUtcNow());
    }

    private async ValueTask<Refusal?> CheckClientAsync(
        AccessVerdict verdict, SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient, CancellationToken cancellationToken)
    {
        if (verdict.IsExempt || verdict.Final is not null)
        {
            return null;
        }

        foreach (var check in checks)
        {
            if (await check.CheckAsync(session, transaction, recipient, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static Refusal RefusalOf(AccessRule rule)
    {
        var text = rule.Text.Length == 0 ? "Access denied" : rule.Text;
        // The codes are Postfix's access_map_reject_code and access_map_defer_code.
        var reply = rule.Action == AccessAction.Reject ? new SmtpReply(554, "5.7.1", text) : new SmtpReply(450, "4.7.1", text);
        return new Refusal(reply, "access-" + AccessKinds.Name(rule.Pattern.Kind), Describe(rule));
    }
}
