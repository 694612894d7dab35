using CsCheck;
using Mail.Testing;

namespace Mail.Core.Tests.Signing;

public class SrsTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_rewritten_sender_leads_back()
    {
        var rewritten = At(Start).Forward(Address("Joe.User=x@sender.test"), "example.test")!;

        Assert.Matches("^SRS0=[A-Z2-7]{8}=[A-Z2-7]{2}=sender.test=Joe.User=x@example.test$", rewritten.ToString());
        Assert.Equal("Joe.User=x@sender.test", At(Start).Reverse(rewritten)!.ToString());
    }

    [Fact]
    public void Whatever_the_sender_is_called_he_is_found_again() =>
        Gen.String[Gen.Char[" !#$%&'*+-/=?^_`{|}~.azAZ09ä\""], 1, 30].Sample(local =>
        {
            if (!MailAddressParser.TryParse(Address("x@a.test").WithLocalPart(local).ToString(), out var sender, out _))
            {
                return;
            }

            var rewritten = At(Start).Forward(sender, "example.test");
            Assert.NotNull(rewritten);
            if (!Srs.LooksLike(local))
            {
                Assert.Equal(sender.ToString(), At(Start).Reverse(Address(rewritten.ToString()))!.ToString());
            }
        });

    [Fact]
    public void A_server_that_changes_the_case_does_no_harm()
    {
        var rewritten = At(Start).Forward(Address("joe@sender.test"), "example.test")!.ToString();

        Assert.Equal(Address("joe@sender.test"), At(Start).Reverse(Address(rewritten.ToLowerInvariant())));
        Assert.Equal(Address("joe@sender.test"), At(Start).Reverse(Address(rewritten.ToUpperInvariant())));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(21, true)]
    [InlineData(22, false)]
    [InlineData(500, false)]
    [InlineData(-1, true)]
    [InlineData(-2, false)]
    public void An_address_holds_for_three_weeks(int days, bool isGood)
    {
        var rewritten = At(Start).Forward(Address("joe@sender.test"), "example.test")!;

        Assert.Equal(isGood, At(Start.AddDays(days)).Reverse(rewritten) is not null);
    }

    [Fact]
    public void An_address_that_somebody_else_rewrote_is_chained_and_leads_back_to_him()
    {
        var theirs = Address("SRS0=abcd=XY=first.test=joe@second.test");

        var ours = At(Start).Forward(theirs, "example.test")!;

        Assert.Matches("^SRS1=[A-Z2-7]{8}=second.test==abcd=XY=first.test=joe@example.test$", ours.ToString());
        Assert.Equal(theirs.ToString(), At(Start).Reverse(ours)!.ToString());
    }

    [Fact]
    public void A_chain_does_not_grow_with_each_hop()
    {
        var third = Address("SRS1=wxyz=second.test==abcd=XY=first.test=joe@third.test");

        var ours = At(Start).Forward(third, "example.test")!;

        Assert.StartsWith("SRS1=", ours.LocalPart, StringComparison.Ordinal);
        Assert.Equal("SRS0=abcd=XY=first.test=joe@second.test", At(Start).Reverse(ours)!.ToString());
    }

    [Fact]
    public void A_change_of_any_character_is_noticed()
    {
        var rewritten = At(Start).Forward(Address("joe@sender.test"), "example.test")!;

        for (var i = 5; i < rewritten.LocalPart.Length; i++)
        {
            var changed = rewritten.LocalPart.ToCharArray();
            changed[i] = changed[i] == 'k' ? 'j' : 'k';
            Assert.True(At(Start).Reverse(rewritten.WithLocalPart(new string(changed))) is null || char.ToLowerInvariant(rewritten.LocalPart[i]) == 'k');
        }
    }

    [Theory]
    [InlineData("SRS0=AAAAAAAA=AA=victim.test=joe@example.test")]
    [InlineData("SRS0==AA=victim.test=joe@example.test")]
    [InlineData("SRS0=AAAAAAAA=victim.test@example.test")]
    [InlineData("SRS1=AAAAAAAA=victim.test==x@example.test")]
    [InlineData("SRS0=@example.test")]
    [InlineData("joe@example.test")]
    public void What_we_did_not_make_leads_nowhere(string address) => Assert.Null(At(Start).Reverse(Address(address)));

    [Fact]
    public void An_old_secret_verifies_and_a_strange_one_does_not()
    {
        const string New = "ffffffffffffffffffffffffffffffff";
        var rewritten = At(Start).Forward(Address("joe@sender.test"), "example.test")!;

        Assert.NotNull(At(Start, $"{New} {Secret}").Reverse(rewritten));
        Assert.Null(At(Start, New).Reverse(rewritten));
    }

    [Fact]
    public void A_sender_that_would_become_too_long_stays() =>
        Assert.Null(At(Start).Forward(Address($"{new string('x', 60)}@sender.test"), "example.test"));

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData(Secret + " short")]
    public void A_weak_secret_is_refused_and_not_shown(string text)
    {
        Assert.False(SrsSecrets.TryParse(text, out _, out var error));
        Assert.Contains("MAIL_SRS_SECRET", error, StringComparison.Ordinal);
        Assert.True(text.Length == 0 || !error.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_are_a_setting_a_secret_of_a_vault_or_a_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Secret + "\n", TestContext.Current.CancellationToken);

        Assert.Null(await ReadAsync("", " "));
        Assert.Equal(2, (await ReadAsync($"{Secret},{Secret}", ""))!.All.Count);
        Assert.Equal(Secret, System.Text.Encoding.ASCII.GetString((await ReadAsync("", file))!.Current.Span));
        Assert.Equal(OneSecret.Value, System.Text.Encoding.ASCII.GetString((await ReadAsync("https://vault.test/secrets/srs", file))!.Current.Span));
        File.Delete(file);
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync("", file));
    }

    [Fact]
    public async Task A_file_or_a_vault_without_a_good_secret_is_refused()
    {
        var file = Path.GetTempFileName();
        Assert.StartsWith("MAIL_SRS_SECRET_FILE has to be", (await Assert.ThrowsAsync<FormatException>(() => ReadAsync("", file))).Message, StringComparison.Ordinal);
        File.Delete(file);
        await Assert.ThrowsAsync<FormatException>(() => ReadAsync("https://vault.test/secrets/none", ""));
    }

    private static Task<SrsSecrets?> ReadAsync(string value, string file) =>
        SrsSecrets.ReadAsync(name => name == SrsSecrets.Variable ? value : file, new OneSecret(), TestContext.Current.CancellationToken);

    private sealed class OneSecret : ISecrets
    {
        public const string Value = "fedcba9876543210fedcba9876543210";

        public Task<string?> ReadAsync(Uri secret, CancellationToken cancellationToken) =>
            Task.FromResult(secret.AbsolutePath.EndsWith("/srs", StringComparison.Ordinal) ? Value : null);
    }

    [Fact]
    public async Task The_router_sends_a_bounce_back_to_the_sender()
    {
        var bounce = At(Start).Forward(Address("joe@sender.test"), "example.test")!;

        var found = Assert.IsType<RouteResult.Found>(await ResolveAsync(bounce));

        var remote = Assert.IsType<RouteDestination.Remote>(Assert.Single(found.Destinations));
        Assert.Equal(Address("joe@sender.test"), remote.Address);
        Assert.True(remote.IsReturn);
    }

    [Fact]
    public async Task A_forged_one_is_unknown_even_where_everything_is_caught() =>
        Assert.IsType<RouteResult.Unknown>(await ResolveAsync(Address("SRS0=AAAAAAAA=AA=victim.test=joe@example.test")));

    [Fact]
    public async Task One_of_a_foreign_domain_is_foreign() =>
        Assert.IsType<RouteResult.Foreign>(await ResolveAsync(At(Start).Forward(Address("joe@sender.test"), "elsewhere.test")!));

    private static async Task<RouteResult> ResolveAsync(MailAddress address)
    {
        var storage = new InMemoryStorage();
        await storage.Directory.AddDomainAsync(new DomainEntry { Name = "example.test", Kind = DomainKind.Mailbox }, TestContext.Current.CancellationToken);
        await storage.Directory.AddAliasAsync(
            new AliasEntry { Domain = "example.test", LocalPart = AliasEntry.CatchAll, Targets = [Address("all@elsewhere.test")] },
            TestContext.Current.CancellationToken);
        return await new Router(storage.Directory, At(Start)).ResolveAsync(address, TestContext.Current.CancellationToken);
    }

    private static Srs At(DateTimeOffset now, string secrets = Secret) =>
        new(SrsSecrets.TryParse(secrets, out var parsed, out var error) ? parsed : throw new FormatException(error), new FixedTime(now));

    private static MailAddress Address(string text) => MailAddress.Parse(text);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
