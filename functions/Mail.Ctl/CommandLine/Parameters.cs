using System.CommandLine;
using System.CommandLine.Parsing;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Arguments and options that several verbs share. What cannot be read is a usage error, exit 2.</summary>
internal static class Parameters
{
    public static Argument<MailAddress> Address(string name = "ADDRESS", string description = "For example alice@example.test.") =>
        new(name) { Description = description, CustomParser = ReadAddress };

    public static Argument<string> Domain(string description = "For example example.test; international names may be written as they are read.") =>
        new("DOMAIN") { Description = description, CustomParser = ReadDomain };

    public static Argument<string?> OptionalDomain(string description) =>
        new("DOMAIN") { Description = description, Arity = ArgumentArity.ZeroOrOne, CustomParser = ReadDomain };

    public static Argument<AliasName> Alias() => new("NAME")
    {
        Description = "For example sales@example.test, or @example.test for every address that nothing else claims.",
        CustomParser = result => AliasName.TryParse(result.Tokens[0].Value, out var name, out var error) ? name : Refuse<AliasName>(result, error),
    };

    public static Argument<GrantedSender> Sender() => new("SENDER")
    {
        Description = "For example sales@example.test, or @example.test for every address of the domain.",
        CustomParser = result => GrantedSender.TryParse(result.Tokens[0].Value, out var sender, out var error)
            ? sender
            : Refuse<GrantedSender>(result, $"'{result.Tokens[0].Value}' is neither an address nor @domain: {error}."),
    };

    public static Option<string?> AppPasswordName(string description) => new("--name")
    {
        Description = description,
        HelpName = "NAME",
        Required = true,
        CustomParser = result => AppPassword.IsName(result.Tokens[0].Value)
            ? result.Tokens[0].Value
            : Refuse<string>(result, $"A name has 1 to {AppPassword.MaxName} characters and no control characters."),
    };

    public static Argument<MailAddress[]> Targets() => new("TARGET")
    {
        Description = "Where mail goes: addresses here or elsewhere.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.Select(token => ReadAddress(result, token.Value)).OfType<MailAddress>()],
    };

    public static Option<string?> Text(string name, string description, string helpName = "TEXT") =>
        new(name) { Description = description, HelpName = helpName };

    public static Option<string?> Folder(string description) => new("--folder")
    {
        Description = description,
        HelpName = "FOLDER",
        CustomParser = result => FolderName.TryKey(result.Tokens[0].Value, out _)
            ? result.Tokens[0].Value
            : Refuse<string>(result, $"A folder name has 1 to {FolderName.MaxLength} octets and no control characters."),
    };

    /// <summary>Where a secret is, not the secret itself: <c>env:NAME</c>, or the URL of a vault's.</summary>
    public static bool IsSecretReference(string text) =>
        (text.StartsWith("env:", StringComparison.Ordinal) && text.Length > 4) || text.StartsWith("https://", StringComparison.Ordinal);

    public static T? Refuse<T>(SymbolResult result, string error)
    {
        result.AddError(error);
        return default;
    }

    public static string? ReadDomain(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!MailAddressParser.TryParseDomain(text, out var domain, out var error))
        {
            return Refuse<string>(result, $"'{text}' is not a domain: {error}.");
        }

        return domain.StartsWith('[') ? Refuse<string>(result, $"'{text}' is an address literal; a domain has a name.") : domain;
    }

    public static MailAddress? ReadAddress(ArgumentResult result) => ReadAddress(result, result.Tokens[0].Value);

    public static MailAddress? ReadAddress(ArgumentResult result, string text) =>
        MailAddressParser.TryParse(text, out var address, out var error)
            ? address
            : Refuse<MailAddress>(result, $"'{text}' is not an address: {error}.");
}
