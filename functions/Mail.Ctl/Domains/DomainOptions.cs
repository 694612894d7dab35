using System.CommandLine;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>The properties of a domain as options, for <c>add</c> and <c>set</c>.</summary>
internal sealed class DomainOptions
{
    public Option<DomainKind?> Kind { get; } = new("--kind")
    {
        Description = "mailbox: accounts and aliases. alias: the addresses of another domain. relay: passed on to another server.",
        HelpName = "mailbox|alias|relay",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "mailbox" => DomainKind.Mailbox,
            "alias" => DomainKind.Alias,
            "relay" => DomainKind.Relay,
            _ => Parameters.Refuse<DomainKind?>(result, "--kind is mailbox, alias or relay."),
        },
    };

    public Option<string?> AliasOf { get; } = new("--alias-of")
    {
        Description = "The domain whose addresses this one shares; implies --kind alias.",
        HelpName = "DOMAIN",
        CustomParser = Parameters.ReadDomain,
    };

    /// <summary>Empty for none.</summary>
    public Option<string?> Separator { get; } = new("--separator")
    {
        Description = "What stands between user and detail, as in alice+lists; 'none' switches details off. [default: +]",
        HelpName = "CHARACTER|none",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "none" => "",
            // Every character that may stand in a Dot-string (RFC 5322 §3.2.3) and is no letter, digit or dot.
            [var c] when "!#$%&'*+-/=?^_`{|}~".Contains(c) => c.ToString(),
            _ => Parameters.Refuse<string>(result, "--separator is one of !#$%&'*+-/=?^_`{|}~ or none."),
        },
    };

    public Option<string?> Comment { get; } = Parameters.Text("--comment", "A note for other operators.");

    /// <summary>The text of a <see cref="DmarcAction"/>, or empty for what the site does.</summary>
    public Option<string?> DmarcReject { get; } = Dmarc("--dmarc-reject", "reject");

    /// <inheritdoc cref="DmarcReject"/>
    public Option<string?> DmarcQuarantine { get; } = Dmarc("--dmarc-quarantine", "quarantine");

    public IEnumerable<Option> All => [Kind, AliasOf, Separator, DmarcReject, DmarcQuarantine, Comment];

    /// <summary>The domain with what the options say; what they leave out stays.</summary>
    public DomainEntry Apply(CommandRun run, DomainEntry domain)
    {
        var aliasOf = run.Get(AliasOf);
        var kind = run.Get(Kind) ?? (aliasOf is null ? domain.Kind : DomainKind.Alias);
        return domain with
        {
            Kind = kind,
            AliasOf = kind == DomainKind.Alias ? aliasOf ?? domain.AliasOf : null,
            DetailSeparator = run.Get(Separator) switch { null => domain.DetailSeparator, "" => null, var c => c[0] },
            DmarcReject = Choose(run.Get(DmarcReject), domain.DmarcReject),
            DmarcQuarantine = Choose(run.Get(DmarcQuarantine), domain.DmarcQuarantine),
            Comment = run.Get(Comment) switch { null => domain.Comment, "" => null, var comment => comment },
        };
    }

    private static Option<string?> Dmarc(string name, string policy) => new(name)
    {
        Description = $"What becomes of mail for its accounts that the author's domain asks to {policy}; 'site' for what the setting dmarc-{policy} says. [default: site]",
        HelpName = "file|tag|discard|site",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "site" => "",
            var text when SettingText.TryChoice<DmarcAction>(text, out _) => text,
            _ => Parameters.Refuse<string>(result, $"{name} is file, tag, discard or site."),
        },
    };

    private static DmarcAction? Choose(string? text, DmarcAction? present) =>
        text is null ? present
        : SettingText.TryChoice<DmarcAction>(text, out var action) ? action
        : null;

    /// <summary>What speaks against the domain as the options make it; <c>null</c> when nothing does.</summary>
    public async ValueTask<CommandResult?> ObjectionAsync(CommandRun run, DomainEntry domain, CancellationToken cancellationToken)
    {
        if (run.Has(AliasOf) && domain.Kind != DomainKind.Alias)
        {
            return CommandResult.Usage("--alias-of goes with --kind alias only.");
        }

        if (domain.Kind != DomainKind.Alias)
        {
            return null;
        }

        if (domain.AliasOf is not { } target)
        {
            return CommandResult.Usage("An alias domain needs --alias-of DOMAIN.");
        }

        return await run.Storage.Directory.FindDomainAsync(target, cancellationToken) switch
        {
            _ when target == domain.Name => CommandResult.Refused($"{DomainView.Both(target)} cannot be an alias of itself."),
            null => CommandResult.Refused($"There is no domain {DomainView.Both(target)}; add it first: mailctl domain add {target}"),
            { Kind: DomainKind.Alias, AliasOf: { } further } => CommandResult.Refused(
                $"{DomainView.Both(target)} is itself an alias; use --alias-of {further}."),
            _ => null,
        };
    }
}
