using Mail.Core;
using Mail.Smtp;

namespace Mail.Gateway;

/// <summary>From what was found out about a client to a refusal, by the rules of the site. Texts and codes are Postfix's where it has the check.</summary>
internal static class Judge
{
    public static Refusal? Greeting(SmtpSessionInfo session, ClientFacts facts, SiteSettings site) =>
        session.SpokeFirst && facts.IsGreetTested && site.GreetEnforce
            ? new Refusal(ClientReplies.SpokeFirst, "early-talker", "spoke before the greeting")
            : null;

    public static Refusal? Name(ReverseName name, ClientFacts facts, SiteSettings site) => (name.State, site.ClientNameRule) switch
    {
        (ReverseNameState.Missing, ClientNameRule.Reverse or ClientNameRule.Verified) =>
            new Refusal(ClientReplies.NoReverseName(facts.Address), "client-name", "the address has no name"),
        (ReverseNameState.Mismatch, ClientNameRule.Verified) =>
            new Refusal(ClientReplies.NoClientName(facts.Address), "client-name", $"the name {name.Name} does not lead back to the address"),
        _ => null,
    };

    public static Refusal? Lists(DnsListScore score, ClientFacts facts, SiteSettings site) =>
        score.Outcome(site.DnsListThreshold) == CheckOutcome.Fail
            ? new Refusal(
                ClientReplies.Listed(facts.Address, score.Listings[0].Zone),
                "dnsbl",
                $"score {score.Score} of {site.DnsListThreshold}: {string.Join(", ", score.Listings.Select(listing => listing.Zone).Distinct())}")
            : null;

    public static Refusal? Helo(HeloFault fault, SmtpSessionInfo session, SiteSettings site)
    {
        var reply = fault switch
        {
            HeloFault.NotInDns when site.HeloMustResolve => ClientReplies.HeloNotInDns(session.Helo),
            _ when site.HeloRule == HeloRule.Off => null,
            HeloFault.Malformed => ClientReplies.HeloMalformed(session.Helo),
            HeloFault.OurName => ClientReplies.HeloIsUs(session.Helo),
            HeloFault.AnotherAddress => ClientReplies.HeloIsAnother(session.Helo),
            HeloFault.NotFullName when site.HeloRule == HeloRule.Strict => ClientReplies.HeloNotFull(session.Helo),
            _ => null,
        };
        return reply is null ? null : new Refusal(reply, "helo", Words(fault));
    }

    public static Refusal? Sender(SenderDomain? domain, MailAddress? sender, SiteSettings site)
    {
        var reply = domain switch
        {
            SenderDomain.Missing when site.SenderDomainMustExist => ClientReplies.NoSenderDomain(sender),
            SenderDomain.NullMx when site.SenderDomainMustExist => ClientReplies.NullMx(sender),
            SenderDomain.Unavailable when site.SenderDomainUnavailableDefers => ClientReplies.SenderDomainUnavailable(sender),
            _ => null,
        };
        return reply is null ? null : new Refusal(reply, "sender-domain", Words(domain!.Value));
    }

    public static ClientCheck ToCheck(HeloFault fault) => new(
        ClientCheckNames.Helo,
        fault switch
        {
            HeloFault.None => CheckOutcome.Pass,
            HeloFault.Unavailable => CheckOutcome.Unavailable,
            _ => CheckOutcome.Fail,
        },
        fault is HeloFault.None or HeloFault.Unavailable ? "" : Words(fault).Replace(' ', '-'));

    public static ClientCheck ToCheck(SenderDomain domain) => new(
        ClientCheckNames.SenderDomain,
        domain switch
        {
            SenderDomain.Exists => CheckOutcome.Pass,
            SenderDomain.Unavailable => CheckOutcome.Unavailable,
            _ => CheckOutcome.Fail,
        },
        domain is SenderDomain.Exists or SenderDomain.Unavailable ? "" : Words(domain).Replace(' ', '-'));

    private static string Words(HeloFault fault) => fault switch
    {
        HeloFault.Malformed => "malformed",
        HeloFault.OurName => "our own name",
        HeloFault.AnotherAddress => "address of another",
        HeloFault.NotFullName => "no full name",
        HeloFault.NotInDns => "not in the DNS",
        _ => "",
    };

    private static string Words(SenderDomain domain) => domain switch
    {
        SenderDomain.Missing => "neither MX nor address",
        SenderDomain.NullMx => "null MX",
        SenderDomain.Unavailable => "lookup failed",
        _ => "",
    };
}
