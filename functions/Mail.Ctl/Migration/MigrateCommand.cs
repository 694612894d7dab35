using System.CommandLine;
using System.Text;

namespace Mail.Ctl;

/// <summary>A verb that reads a file of another server and brings what is in it into our tables.</summary>
internal abstract class MigrateCommand : CtlCommand
{
    /// <summary>Octets. A virtual map of 100,000 addresses has 6 MiB.</summary>
    private const int MaxFile = 32 * 1024 * 1024;

    private const string StandardInput = "-";

    private readonly Argument<string> _file;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _replace;

    protected MigrateCommand(CtlApp app, string name, string description, params string[] examples)
        : base(app, name, description, examples)
    {
        _file = Take(new Argument<string>("FILE") { Description = "The text, not the database made of it; - for standard input." });
        _dryRun = Take(new Option<bool>("--dry-run") { Description = "Say what would be made, and store nothing." });
        _replace = Take(new Option<bool>("--replace") { Description = "Put what the file says in the place of what is there." });
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var (text, refused) = await ReadAsync(run.Get(_file), cancellationToken);
        if (text is null)
        {
            return CommandResult.Refused(refused!);
        }

        var (plan, objection) = Plan(run, run.Get(_file), text);
        if (plan is null)
        {
            return objection!;
        }

        var isDry = run.Get(_dryRun);
        var hasPasswords = plan.Items.Any(item => item.Target is RemoteTarget { Password: not null });
        var secrets = hasPasswords && !isDry ? await run.Storage.OpenRemoteSecrets(Console.Environment, true, cancellationToken) : null;
        var items = await new MigrationRun(run.Storage, secrets, Time, isDry, run.Get(_replace), AddsDomains(run)).ApplyAsync(plan.Items, cancellationToken);
        var view = MigrationView.From(items, isStored: !isDry);
        run.Answer.Write(view, json => json.MigrationView, view.Write);
        return CommandResult.Done;
    }

    /// <param name="file">As it was typed.</param>
    /// <returns>The plan, or what is wrong with the command line.</returns>
    protected abstract (MigrationPlan? Plan, CommandResult? Objection) Plan(CommandRun run, string file, string text);

    /// <summary>Whether domains of addresses are added as well.</summary>
    protected virtual bool AddsDomains(CommandRun run) => false;

    /// <summary>The text, or why there is none.</summary>
    private async Task<(string? Text, string? Problem)> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MaxFile })
            {
                return (null, TooLarge(file));
            }

            // It may be a pipe as well, or a device.
            await using var source = file == StandardInput ? null : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            var text = source is null ? await ReadAtMostAsync(Console.In, cancellationToken) : await ReadAtMostAsync(source, cancellationToken);
            return text is null ? (null, TooLarge(file))
                : text.Contains('\0', StringComparison.Ordinal) ? (null, $"{file} is no text; give the file that postmap or postalias reads.")
                : (text, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file} cannot be read: {e.Message}");
        }
    }

    private static string TooLarge(string file) => $"{file} is larger than {ByteSize.Format(MaxFile)}: is it the text?";

    /// <returns><c>null</c> when it is larger than <see cref="MaxFile"/>.</returns>
    private static async Task<string?> ReadAtMostAsync(Stream source, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; octets.Length <= MaxFile && (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            octets.Write(buffer, 0, read);
        }

        return octets.Length > MaxFile ? null : Decode(octets.ToArray());
    }

    private static async Task<string?> ReadAtMostAsync(TextReader source, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        for (int read; text.Length <= MaxFile && (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            text.Append(buffer, 0, read);
        }

        return text.Length > MaxFile ? null : text.ToString();
    }

    /// <summary>Such files say nowhere how they are encoded; what is no UTF-8 is mostly Latin 1, in a comment.</summary>
    private static string Decode(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
