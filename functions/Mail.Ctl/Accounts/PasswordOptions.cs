using System.CommandLine;
using Mail.Core;
using Mail.Credentials;

namespace Mail.Ctl;

/// <summary>Where a new password comes from: standard input, a prompt, or nowhere. Never from an argument, which everybody can see.</summary>
internal sealed class PasswordOptions
{
    public Option<bool> FromInput { get; } = new("--password-stdin") { Description = "Read the password from standard input: one line." };

    public Option<bool> None { get; } = new("--no-password") { Description = "No password: the account receives mail but cannot log in." };

    /// <summary>The account with the password asked for, or why there is none.</summary>
    public async Task<(AccountEntry Account, CommandResult? Objection)> ApplyAsync(
        CommandRun run, CtlConsole console, AccountEntry account, CancellationToken cancellationToken)
    {
        if (run.Get(FromInput) && run.Get(None))
        {
            return (account, CommandResult.Usage("--password-stdin and --no-password exclude each other."));
        }

        if (run.Get(None))
        {
            return (account with { PasswordHash = null }, null);
        }

        var (password, objection) = run.Get(FromInput)
            ? await ReadAsync(console, cancellationToken)
            : await AskAsync(console, account.Address, cancellationToken);
        if (password is null)
        {
            return (account, objection);
        }

        // A new salt, unless app passwords have the old one: SCRAM needs one for all.
        var others = await run.Storage.Credentials.ListAsync(account.AccountId, cancellationToken).ToListAsync(cancellationToken);
        var like = others.Count == 0 ? null : AccountPasswords.SaltOf(account, others);
        return (account with { PasswordHash = PasswordHashing.Create(password, like).ToString() }, null);
    }

    private static async Task<(string? Password, CommandResult? Objection)> ReadAsync(CtlConsole console, CancellationToken cancellationToken)
    {
        // One character more than allowed, two for the line end and one to see a second line.
        var buffer = new char[PasswordHashing.MaxLength + 4];
        var length = await console.In.ReadBlockAsync(buffer, cancellationToken);
        var text = new string(buffer, 0, length);
        var password = text.EndsWith('\n') ? text[..^(text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : 1)] : text;
        return Accept(password);
    }

    private static async Task<(string? Password, CommandResult? Objection)> AskAsync(
        CtlConsole console, MailAddress address, CancellationToken cancellationToken)
    {
        if (!console.InIsTerminal)
        {
            return (null, CommandResult.Usage("No terminal to ask for the password: use --password-stdin or --no-password."));
        }

        var first = await console.ReadSecret($"Password for {address}: ", cancellationToken);
        if (first is null || Accept(first) is { Objection: not null })
        {
            return Accept(first ?? "");
        }

        return await console.ReadSecret("Once more: ", cancellationToken) == first
            ? (first, null)
            : (null, CommandResult.Refused("The two passwords differ; nothing was changed."));
    }

    private static (string? Password, CommandResult? Objection) Accept(string password) => password switch
    {
        "" => (null, CommandResult.Refused("The password is empty; use --no-password for an account that cannot log in.")),
        { Length: > PasswordHashing.MaxLength } => (null, CommandResult.Refused($"A password has at most {PasswordHashing.MaxLength} characters.")),
        // RFC 4616 §2: SASL PLAIN cannot carry NUL; a line end is a sign that more than a password was piped in.
        _ when password.AsSpan().ContainsAny('\0', '\r', '\n') => (null, CommandResult.Refused("The password must be one line of text.")),
        // RFC 4013 §2.3.
        _ when !PasswordHashing.IsAcceptable(password) => (null, CommandResult.Refused("The password has characters that no password may have.")),
        _ => (password, null),
    };
}
