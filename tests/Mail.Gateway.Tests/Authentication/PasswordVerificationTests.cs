using Mail.Core;
using Mail.Credentials;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Gateway.Tests;

public sealed class PasswordVerificationTests : IDisposable
{
    private static readonly PasswordVerifier Own = PasswordHashing.Create("own", null, PasswordVerifier.MinIterations);
    private static readonly PasswordVerifier App = PasswordHashing.Create("app", Own);
    private static readonly PasswordVerifier Other = PasswordHashing.Create("other salt", null, PasswordVerifier.MinIterations);

    private readonly FakeTimeProvider _time = new();
    private readonly PasswordVerification _passwords;

    public PasswordVerificationTests() => _passwords = new PasswordVerification(_time);

    public void Dispose() => _passwords.Dispose();

    private async Task<PasswordVerifier?> VerifyAsync(string password, params PasswordVerifier[] verifiers) =>
        (await _passwords.VerifyAsync(verifiers, password, TestContext.Current.CancellationToken) as PasswordResult.Matched)?.Verifier;

    [Fact]
    public async Task One_derivation_serves_all_passwords_of_a_salt()
    {
        Assert.Same(App, await VerifyAsync("app", Own, App));
        Assert.Same(Own, await VerifyAsync("own", Own, App));
        Assert.Null(await VerifyAsync("wrong", Own, App));
        Assert.Equal(3, _passwords.Derivations);
        Assert.Same(Other, await VerifyAsync("other salt", Own, App, Other));
        Assert.Equal(5, _passwords.Derivations);
    }

    [Fact]
    public async Task A_right_password_is_recognized_for_five_minutes()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Same(App, await VerifyAsync("app", Own, App));
        }

        Assert.Equal(1, _passwords.Derivations);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Same(App, await VerifyAsync("app", Own, App));
        Assert.Equal(2, _passwords.Derivations);
    }

    [Fact]
    public async Task A_wrong_password_is_derived_each_time()
    {
        Assert.Null(await VerifyAsync("wrong", Own));
        Assert.Null(await VerifyAsync("wrong", Own));
        Assert.Equal(2, _passwords.Derivations);
    }

    [Fact]
    public async Task A_password_that_was_taken_away_is_not_recognized()
    {
        Assert.Same(App, await VerifyAsync("app", Own, App));
        Assert.Null(await VerifyAsync("app", Own));
        Assert.Null(await VerifyAsync("app", Own, PasswordHashing.Create("changed", Own)));
    }

    [Fact]
    public async Task Many_at_once_are_all_answered()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => VerifyAsync(i % 2 == 0 ? "own" : $"wrong{i}", Own)));
        Assert.Equal(20, all.Count(verifier => verifier is not null));
    }

    [Fact]
    public void Nobody_has_always_the_same_salt_and_no_password()
    {
        var fakes = new FakeVerifiers("secret"u8.ToArray());
        var other = new FakeVerifiers("another"u8.ToArray());
        Assert.True(fakes.For("a@x").SharesSaltWith(fakes.For("a@x")));
        Assert.False(fakes.For("a@x").SharesSaltWith(fakes.For("b@x")));
        Assert.False(fakes.For("a@x").SharesSaltWith(other.For("a@x")));
        Assert.Equal(PasswordHashing.DefaultIterations, fakes.For("a@x").Iterations);
        Assert.NotEqual(fakes.For("a@x"), fakes.For("a@x"));
    }
}
