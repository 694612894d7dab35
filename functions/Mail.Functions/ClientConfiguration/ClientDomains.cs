using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// Tells for which domains mail programs are told how to reach us. Accounts are never looked at: an answer that depended on the user's name would
/// tell everybody who is here.
/// </summary>
public sealed class ClientDomains(IDirectory directory)
{
    /// <summary>The domain; <c>null</c> when nobody logs in with an address of it.</summary>
    /// <param name="domain">From outside.</param>
    /// <exception cref="StorageUnavailableException">Not known now.</exception>
    public async ValueTask<ClientDomain?> FindAsync(string domain, CancellationToken cancellationToken)
    {
        if (!MailAddressParser.TryParseDomain(domain, out var name, out _))
        {
            return null;
        }

        return await directory.FindDomainAsync(name, cancellationToken) switch
        {
            { Enabled: true, Kind: DomainKind.Mailbox } => new ClientDomain(name, name),
            // The account's own address is what one logs in with, so an alias domain's users log in with that of the domain behind it.
            { Enabled: true, Kind: DomainKind.Alias, AliasOf: { } target }
                when await directory.FindDomainAsync(target, cancellationToken) is { Enabled: true, Kind: DomainKind.Mailbox }
                => new ClientDomain(name, target),
            _ => null,
        };
    }
}
