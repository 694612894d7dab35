namespace Mail.Authentication;

/// <summary>The names of the client that lead back to its address: RFC 7208 §5.5.</summary>
internal sealed partial class SpfEvaluation
{
    // The client is the same throughout: asked once, however many terms need them.
    private IReadOnlyList<string>? _names;

    private async ValueTask<SpfMatch> PtrAsync(SpfMechanism.Ptr ptr, SpfMacroValues values)
    {
        var domain = ptr.Domain is null ? values.Domain : await DomainAsync(ptr.Domain, values);
        if (domain is null)
        {
            return SpfMatch.PermError;
        }

        var names = await NamesAsync();
        return names.Any(name => IsSame(name, domain) || IsBelow(name, domain)) ? SpfMatch.Yes : SpfMatch.No;
    }

    /// <summary><c>%{p}</c>, RFC 7208 §7.3: the domain itself if it is among them, a name below it, any, or <c>unknown</c>.</summary>
    private async ValueTask<string> ValidatedNameAsync(string domain)
    {
        var names = await NamesAsync();
        return names.FirstOrDefault(name => IsSame(name, domain)) ?? names.FirstOrDefault(name => IsBelow(name, domain)) ?? (names is [var any, ..] ? any : "unknown");
    }

    private async ValueTask<IReadOnlyList<string>> NamesAsync() =>
        _names ??= await ReverseNames.ValidatedAsync(dns, start.Client, SpfLimits.MaxReverseNames, cancellationToken);

    private static bool IsSame(string name, string domain) => name.Equals(domain.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static bool IsBelow(string name, string domain) => name.EndsWith("." + domain.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
}
