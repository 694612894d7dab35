using Mail.Core;

namespace Mail.Authentication.Tests;

/// <summary>Never answers questions about one name and those below it; the others go to <paramref name="rest"/>.</summary>
internal sealed class SilentResolver(string silent, IDnsResolver rest) : IDnsResolver
{
    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        if (question.Name == silent || question.Name.EndsWith("." + silent, StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return await rest.QueryAsync(question, cancellationToken);
    }
}
