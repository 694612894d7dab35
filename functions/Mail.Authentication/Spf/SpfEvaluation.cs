using Mail.Core;

namespace Mail.Authentication;

/// <summary>One run of <c>check_host()</c> with all the records that it leads to (RFC 7208 §4); counts what they cost.</summary>
internal sealed partial class SpfEvaluation(IDnsResolver dns, SpfMacroValues start, CancellationToken cancellationToken)
{
    private string? _problem;
    private int _lookups;
    private int _voidLookups;

    public async ValueTask<SpfVerdict> CheckHostAsync(string domain)
    {
        var verdict = await CheckAsync(start with { Domain = domain }, isIncluded: false);
        return verdict with { Domain = domain.TrimEnd('.').ToLowerInvariant(), Problem = IsError(verdict.Result) ? _problem : null };
    }

    private static bool IsError(AuthenticationResult result) => result is AuthenticationResult.TempError or AuthenticationResult.PermError;

    private async ValueTask<SpfVerdict> CheckAsync(SpfMacroValues values, bool isIncluded)
    {
        var answer = await dns.QueryAsync(values.Domain, DnsType.Txt, cancellationToken);
        if (answer.Outcome == DnsOutcome.TemporaryFailure)
        {
            return Error(AuthenticationResult.TempError, $"the record of {values.Domain} cannot be looked up: {answer.Problem}");
        }

        // RFC 7208 §4.5.
        var records = answer.Records.OfType<DnsRecord.Text>().Where(text => SpfRecord.IsSpf(text.Value)).Take(2).ToList();
        if (records is [])
        {
            return new SpfVerdict(AuthenticationResult.None);
        }

        if (records is [_, _])
        {
            return Error(AuthenticationResult.PermError, $"{values.Domain} has several records");
        }

        return SpfRecord.Parse(records[0].Value, out var problem) is { } record
            ? await EvaluateAsync(record, values, isIncluded)
            : Error(AuthenticationResult.PermError, $"{values.Domain}: {problem}");
    }

    /// <summary>RFC 7208 §4.6.2: from left to right, the first match decides.</summary>
    private async ValueTask<SpfVerdict> EvaluateAsync(SpfRecord record, SpfMacroValues values, bool isIncluded)
    {
        foreach (var directive in record.Directives)
        {
            switch (await MatchAsync(directive.Mechanism, values))
            {
                case SpfMatch.TempError:
                    return new SpfVerdict(AuthenticationResult.TempError);
                case SpfMatch.PermError:
                    return new SpfVerdict(AuthenticationResult.PermError);
                case SpfMatch.Yes:
                    var mayExplain = directive.Result == AuthenticationResult.Fail && !isIncluded && record.Explanation is not null;
                    return new SpfVerdict(directive.Result)
                    {
                        Mechanism = directive.Text,
                        Explanation = mayExplain ? await ExplainAsync(record.Explanation!, values) : null,
                    };
            }
        }

        // RFC 7208 §4.7: without a match and without redirect it is neutral.
        return record.Redirect is null
            ? new SpfVerdict(AuthenticationResult.Neutral) { Mechanism = "default" }
            : await RedirectAsync(record.Redirect, values, isIncluded);
    }

    /// <summary>RFC 7208 §6.1. The explanation is that of the record that is led to.</summary>
    private async ValueTask<SpfVerdict> RedirectAsync(SpfMacroString redirect, SpfMacroValues values, bool isIncluded)
    {
        if (!MayLookUp() || await DomainAsync(redirect, values) is not { } domain)
        {
            return new SpfVerdict(AuthenticationResult.PermError);
        }

        var verdict = await CheckAsync(values with { Domain = domain }, isIncluded);
        return verdict.Result == AuthenticationResult.None
            ? Error(AuthenticationResult.PermError, $"{domain}, to which it leads, has no record")
            : verdict;
    }

    /// <summary>RFC 7208 §6.2: whatever goes wrong with it, there is no explanation, and the result stays.</summary>
    private async ValueTask<string?> ExplainAsync(SpfMacroString where, SpfMacroValues values)
    {
        if (await DomainAsync(where, values) is not { } domain)
        {
            return null;
        }

        var answer = await dns.QueryAsync(domain, DnsType.Txt, cancellationToken);
        var text = answer.Records is [DnsRecord.Text { Value: var only }] ? SpfMacroString.Parse(only, SpfMacroString.AnyLetters, mayHaveSpaces: true) : null;
        var explanation = text is null ? null : (await NamedAsync(text, values)).Expand(text);
        // What macros bring in comes from the client: it must not end the line of a reply or a field.
        return explanation is { Length: <= SpfLimits.MaxExplanation } && !explanation.AsSpan().ContainsAnyExceptInRange(' ', '~') ? explanation : null;
    }

    /// <summary>The name that a domain-spec stands for; <c>null</c> when it grows beyond all bounds.</summary>
    private async ValueTask<string?> DomainAsync(SpfMacroString spec, SpfMacroValues values)
    {
        var name = (await NamedAsync(spec, values)).Expand(spec)?.TrimEnd('.');
        while (name?.Length > SpfLimits.MaxDomain)
        {
            // RFC 7208 §7.3: from the left, whole labels.
            name = name.IndexOf('.') is >= 0 and var dot ? name[(dot + 1)..] : "";
        }

        _problem = name is null ? "a name in the record becomes too long" : _problem;
        return name;
    }

    private async ValueTask<SpfMacroValues> NamedAsync(SpfMacroString text, SpfMacroValues values) =>
        text.NeedsName ? values with { ValidatedName = await ValidatedNameAsync(values.Domain) } : values;

    private bool MayLookUp()
    {
        var mayGoOn = ++_lookups <= SpfLimits.MaxLookups;
        _problem = mayGoOn ? _problem : $"the record needs more than {SpfLimits.MaxLookups} lookups";
        return mayGoOn;
    }

    private SpfVerdict Error(AuthenticationResult result, string problem)
    {
        _problem = problem;
        return new SpfVerdict(result);
    }
}
