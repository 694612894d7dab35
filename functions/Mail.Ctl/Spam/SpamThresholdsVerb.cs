using System.CommandLine;
using System.Globalization;
using Mail.Core;

namespace Mail.Ctl;

internal sealed class SpamThresholdsVerb : CtlCommand
{
    private readonly Argument<string> _whose;
    private readonly Option<string?> _unsure;
    private readonly Option<string?> _spam;
    private readonly Option<string?> _folder;
    private readonly Option<string?> _digest;

    public SpamThresholdsVerb(CtlApp app)
        : base(
            app,
            "thresholds",
            "Shows or sets from which score on mail is unsure and spam, for an account or a domain. For the site see: mailctl setting set spam-from",
            "mailctl spam thresholds alice@example.test",
            "mailctl spam thresholds alice@example.test --spam-from 0.95 --digest yes",
            "mailctl spam thresholds example.test --unsure-from none")
    {
        _whose = Take(new Argument<string>("WHOSE") { Description = "An account's address, or a domain." });
        _unsure = Take(Parameters.Text("--unsure-from", "0 to 1; none to leave it to the domain or the site.", "SCORE"));
        _spam = Take(Parameters.Text("--spam-from", "0 to 1; none to leave it to the domain or the site.", "SCORE"));
        _folder = Take(Parameters.Text("--review-folder", "Where what is unsure is kept; none to leave it to the domain or the site.", "FOLDER"));
        _digest = Take(Parameters.Text("--digest", "Whether a daily list of what is unsure is sent: yes, no; none to leave it to the domain or the site.", "YES|NO"));
    }

    public override async Task<CommandResult> RunAsync(CommandRun run, CancellationToken cancellationToken) =>
        !run.Get(_whose).Contains('@', StringComparison.Ordinal) ? await OfDomainAsync(run, cancellationToken)
        : MailAddressParser.TryParse(run.Get(_whose), out var address, out var error) ? await OfAccountAsync(run, address, cancellationToken)
        : CommandResult.Usage($"'{run.Get(_whose)}' is not an address: {error}.");

    private async Task<CommandResult> OfAccountAsync(CommandRun run, MailAddress address, CancellationToken cancellationToken)
    {
        if (await AccountLookup.FindAsync(run, address, cancellationToken) is not { } account)
        {
            return AccountLookup.NotFound(address);
        }

        var (wanted, objection) = Change(run, account.Spam);
        if (objection is not null)
        {
            return objection;
        }

        account = account with { Spam = wanted };
        if (IsChange(run) && !await run.Storage.Editor.UpdateAccountAsync(account, cancellationToken))
        {
            return AccountLookup.NotFound(address);
        }

        return await ShowAsync(run, address.ToString(), wanted, account, cancellationToken);
    }

    private async Task<CommandResult> OfDomainAsync(CommandRun run, CancellationToken cancellationToken)
    {
        if (!MailAddressParser.TryParseDomain(run.Get(_whose), out var name, out var error))
        {
            return CommandResult.Usage($"'{run.Get(_whose)}' is not a domain: {error}.");
        }

        if (await run.Storage.Directory.FindDomainAsync(name, cancellationToken) is not { } domain)
        {
            return CommandResult.Refused($"{name} is not one of our domains; see: mailctl domain list");
        }

        var (wanted, objection) = Change(run, domain.Spam);
        if (objection is not null)
        {
            return objection;
        }

        if (IsChange(run))
        {
            await run.Storage.Editor.UpdateDomainAsync(domain with { Spam = wanted }, cancellationToken);
        }

        var somebody = new AccountEntry { Address = MailAddress.Parse("postmaster@" + name), AccountId = "" };
        return await ShowAsync(run, name, wanted, somebody, cancellationToken);
    }

    private async Task<CommandResult> ShowAsync(CommandRun run, string owner, SpamPreferences said, AccountEntry account, CancellationToken cancellationToken)
    {
        var thresholds = (await new SpamDesk(run.Storage, Time).Settings.GetAsync(account, cancellationToken)).Thresholds;
        var view = new SpamThresholdsView(owner, said.UnsureFrom, said.SpamFrom, said.ReviewFolder, said.Digest, thresholds.Unsure, thresholds.Spam);
        run.Answer.Write(view, json => json.SpamThresholdsView, text => text.Fields(
            ("Owner", owner),
            ("Unsure from", Text(said.UnsureFrom, thresholds.Unsure)),
            ("Spam from", Text(said.SpamFrom, thresholds.Spam)),
            ("Review folder", said.ReviewFolder),
            ("Digest", said.Digest is { } digest ? SettingText.Truth(digest) : null)));
        return CommandResult.Done;
    }

    private bool IsChange(CommandRun run) => ((Option<string?>[])[_unsure, _spam, _folder, _digest]).Any(run.Has);

    private (SpamPreferences Wanted, CommandResult? Objection) Change(CommandRun run, SpamPreferences now)
    {
        var (unsure, unsureOk) = Read(run, _unsure, now.UnsureFrom, text => SettingText.TryScore(text, out var score) ? score : null);
        var (spam, spamOk) = Read(run, _spam, now.SpamFrom, text => SettingText.TryScore(text, out var score) ? score : null);
        var (digest, digestOk) = Read(run, _digest, now.Digest, text => SettingText.TryTruth(text, out var truth) ? truth : null);
        var folder = !run.Has(_folder) ? now.ReviewFolder : IsNone(run.Get(_folder)!) ? null : run.Get(_folder);
        var objection = !unsureOk || !spamOk ? CommandResult.Usage("A score is a number from 0 to 1 such as 0.9, or none.")
            : !digestOk ? CommandResult.Usage("--digest is yes, no or none.")
            : folder is not null && !FolderName.TryKey(folder, out _) ? CommandResult.Usage($"A folder name has 1 to {FolderName.MaxLength} octets and no control characters.")
            : unsure > spam ? CommandResult.Usage("Spam cannot begin below unsure.")
            : null;
        return (new SpamPreferences { UnsureFrom = unsure, SpamFrom = spam, ReviewFolder = folder, Digest = digest }, objection);
    }

    private static (T? Value, bool IsGood) Read<T>(CommandRun run, Option<string?> option, T? now, Func<string, T?> parse)
        where T : struct
    {
        if (!run.Has(option))
        {
            return (now, true);
        }

        var text = run.Get(option)!;
        var value = IsNone(text) ? null : parse(text);
        return (value, value is not null || IsNone(text));
    }

    private static bool IsNone(string text) => text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase);

    private static string Text(double? said, double inForce) =>
        said is null ? string.Create(CultureInfo.InvariantCulture, $"{inForce} (not said here)") : inForce.ToString(CultureInfo.InvariantCulture);
}
