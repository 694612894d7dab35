using System.Net;
using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>Asks about clients, and judges what comes of it at RCPT (Postfix's <c>smtpd_delay_reject</c>), when sender and recipient are known too.</summary>
internal sealed class ClientPolicy(IDnsResolver dns, ISiteSettings settings, GreetTest greeting, GatewayOptions options, TimeProvider time) : IClientCheck
{
    private readonly LookupSlots _slots = new();

    /// <summary>A client has connected: sends the questions out, and says how long its greeting is to be held back. Returns at once.</summary>
    public void Begin(SmtpSessionInfo session)
    {
        // XCLIENT begins anew.
        ClientFacts.End(session);
        session.GreetingDelay = TimeSpan.Zero;
        session.HostState = FactsFor(session);
    }

    public void Greeted(SmtpSessionInfo session)
    {
        var facts = ClientFacts.Of(session);
        if (facts.IsExempt || session.Helo is not { } helo)
        {
            return;
        }

        facts.Helo.Begin(token => CheckHeloAsync(helo, facts, token));
        if (facts is { IsGreetTested: true, Address: { } address } && !session.SpokeFirst)
        {
            greeting.Passed(address);
        }
    }

    public static void MailGiven(SmtpSessionInfo session, MailAddress? sender)
    {
        var facts = ClientFacts.Of(session);
        if (facts.IsExempt)
        {
            return;
        }

        if (sender is null)
        {
            facts.Sender.Know(null);
        }
        else
        {
            facts.Sender.Begin(async token => await new SenderDomainLookup(facts.Dns).FindAsync(sender.Domain, token));
        }
    }

    /// <summary>Waits for what is known of the client's name, and tells the session, which has it in logs and in <c>Received:</c>.</summary>
    public static async ValueTask IdentifyAsync(SmtpSessionInfo session, CancellationToken cancellationToken)
    {
        var facts = ClientFacts.Of(session);
        if (!facts.IsExempt && session.ClientName is null && await facts.GetNameAsync(cancellationToken) is { IsVerified: true } name)
        {
            session.ClientName = name.Name;
        }
    }

    /// <summary><c>null</c> when nothing speaks against the client. What could not be found out never does.</summary>
    public async ValueTask<Refusal?> CheckAsync(
        SmtpSessionInfo session, SmtpTransaction transaction, MailAddress recipient, CancellationToken cancellationToken)
    {
        var facts = ClientFacts.Of(session);
        if (IsExempt(facts, session))
        {
            return null;
        }

        var site = await settings.GetAsync(cancellationToken);
        return Judge.Greeting(session, facts, site)
            ?? Judge.Name(await facts.GetNameAsync(cancellationToken), facts, site)
            ?? Judge.Lists(await facts.GetListsAsync(cancellationToken), facts, site)
            ?? Judge.Helo(await facts.GetHeloAsync(cancellationToken), session, site)
            ?? Judge.Sender(await facts.GetSenderAsync(cancellationToken), transaction.ReversePath, site);
    }

    /// <summary>Everything that was looked at, for the envelope; <c>null</c> for clients that are exempt. At DATA all is known.</summary>
    public async ValueTask<string?> RecordAsync(SmtpSessionInfo session, CancellationToken cancellationToken)
    {
        var facts = ClientFacts.Of(session);
        if (IsExempt(facts, session))
        {
            return null;
        }

        var site = await settings.GetAsync(cancellationToken);
        List<ClientCheck> checks =
        [
            GreetTest.ToCheck(facts, session),
            (await facts.GetNameAsync(cancellationToken)).ToCheck(),
            Judge.ToCheck(await facts.GetHeloAsync(cancellationToken)),
        ];
        if (await facts.GetSenderAsync(cancellationToken) is { } sender)
        {
            checks.Add(Judge.ToCheck(sender));
        }

        if (site.DnsListSites.All.Count > 0)
        {
            checks.Add((await facts.GetListsAsync(cancellationToken)).ToCheck(site.DnsListThreshold));
        }

        return ClientChecks.Format(checks);
    }

    private ClientFacts FactsFor(SmtpSessionInfo session)
    {
        var address = IPAddress.TryParse(session.ClientAddress, out var known) ? known : null;
        var isExempt = session.IsSubmission || options.TrustedNetworks.Contains(address);
        if (!isExempt && address is not null)
        {
            session.GreetingDelay = greeting.WaitFor(address, settings.GetAtOnce());
        }

        var facts = new ClientFacts(address, isExempt, new ClientDns(dns, _slots, address), time)
        {
            IsGreetTested = session.GreetingDelay > TimeSpan.Zero || (address is not null && greeting.HasPassed(address)),
        };
        if (!isExempt)
        {
            FindName(facts, session);
            facts.Lists.Begin(token => ScoreAsync(facts, token));
        }

        return facts;
    }

    private static void FindName(ClientFacts facts, SmtpSessionInfo session)
    {
        if (facts.Address is not { } address)
        {
            return;
        }

        if (session.ClientName is { } name)
        {
            // One that XCLIENT has given is as good as looked up: who may say it is the operator's own.
            facts.Name.Know(new ReverseName(ReverseNameState.Verified, name));
        }
        else
        {
            facts.Name.Begin(token => new ReverseNameLookup(facts.Dns).FindAsync(address, token));
        }
    }

    private static bool IsExempt(ClientFacts facts, SmtpSessionInfo session) => facts.IsExempt || session.AuthenticatedUser is not null;

    private async Task<DnsListScore> ScoreAsync(ClientFacts facts, CancellationToken cancellationToken)
    {
        var sites = (await settings.GetAsync(cancellationToken)).DnsListSites;
        return facts.Address is { } address ? await new DnsListLookup(facts.Dns).ScoreAsync(address, sites, cancellationToken)
            : sites.All.Count == 0 ? DnsListScore.None
            : DnsListScore.Unavailable;
    }

    private async Task<HeloFault> CheckHeloAsync(string helo, ClientFacts facts, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        return await new HeloCheck(facts.Dns, options.HostName).FindAsync(helo, facts.Address, site.HeloMustResolve, cancellationToken);
    }
}
