using System.Security.Cryptography;
using System.Text;

namespace Mail.Smtp.Tests.Authentication;

public class ScramTests
{
    private const string ServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private const string ClientNonce = "rOprNGfwEbeRWgbNEkqO";

    private static readonly ChannelBinding Exporter = new("tls-exporter", new byte[] { 1, 2, 3 });

    private readonly StubAccounts _accounts = new() { Passwords = { ["user"] = ["pencil"] } };

    private ScramExchange Begin(params ChannelBinding[] bindings) => new("SCRAM-SHA-256", _accounts, bindings, ServerNonce);

    private ScramExchange BeginPlus() => new("SCRAM-SHA-256-PLUS", _accounts, [Exporter], ServerNonce);

    [Fact]
    public async Task The_example_of_RFC_7677()
    {
        using var exchange = Begin();
        Assert.Equal(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            (await exchange.SayAsync("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")).Text());
        Assert.Equal(
            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
            (await exchange.SayAsync("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")).Text());
        Assert.Equal(new SaslStep.Success("user", "SCRAM-SHA-256"), await exchange.SayAsync(""));
    }

    [Fact]
    public async Task Any_of_several_passwords_is_proof_enough()
    {
        _accounts.Passwords["user"] = ["first", "pencil", "third"];
        foreach (var password in _accounts.Passwords["user"])
        {
            using var exchange = Begin();
            Assert.IsType<SaslStep.Success>(await LogInAsync(exchange, password));
        }

        using var wrong = Begin();
        Assert.Equal(535, (await LogInAsync(wrong, "fourth")).Code());
    }

    [Theory]
    [InlineData("wrong", "user")]
    [InlineData("pencil", "nobody")]
    [InlineData("nobody knows it", "nobody")]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answers(string password, string user)
    {
        using var exchange = Begin();
        Assert.Equal(535, (await LogInAsync(exchange, password, user: user)).Code());
    }

    [Fact]
    public async Task A_name_is_unescaped()
    {
        _accounts.Passwords["a,b=c@x"] = ["pencil"];
        using var exchange = Begin();
        Assert.Equal(new SaslStep.Success("a,b=c@x", "SCRAM-SHA-256"), await LogInAsync(exchange, "pencil", user: "a=2Cb=3Dc@x"));
    }

    [Fact]
    public async Task PLUS_takes_the_binding_of_this_connection_and_no_other()
    {
        using var good = BeginPlus();
        Assert.Equal(
            new SaslStep.Success("user", "SCRAM-SHA-256-PLUS"),
            await LogInAsync(good, "pencil", "p=tls-exporter,,", Exporter.Data.ToArray()));
        using var other = BeginPlus();
        Assert.Equal(535, (await LogInAsync(other, "pencil", "p=tls-exporter,,", [9, 9, 9])).Code());
        using var unknown = BeginPlus();
        Assert.Equal(535, (await unknown.SayAsync("p=tls-unique,,n=user,r=abc")).Code());
        using var none = BeginPlus();
        Assert.Equal(535, (await none.SayAsync("n,,n=user,r=abc")).Code());
    }

    // RFC 5802 §6: otherwise a man in the middle takes -PLUS out of the list, and nobody notices.
    [Fact]
    public async Task A_client_that_was_told_that_there_is_no_PLUS_is_refused_where_there_is()
    {
        using var offered = Begin(Exporter);
        Assert.Equal(535, (await offered.SayAsync("y,,n=user,r=abc")).Code());
        using var notOffered = Begin();
        Assert.IsType<SaslStep.Success>(await LogInAsync(notOffered, "pencil", "y,,"));
        using var plain = Begin();
        Assert.Equal(535, (await plain.SayAsync("p=tls-exporter,,n=user,r=abc")).Code());
    }

    [Fact]
    public async Task Acting_for_another_is_refused()
    {
        using var other = Begin();
        Assert.Equal(535, (await other.SayAsync("n,a=root,n=user,r=abc")).Code());
        using var self = Begin();
        Assert.IsType<SaslStep.Success>(await LogInAsync(self, "pencil", "n,a=user,"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n,")]
    [InlineData("n,,")]
    [InlineData("x,,n=user,r=abc")]
    [InlineData("p=,,n=user,r=abc")]
    [InlineData("p=tls_exporter,,n=user,r=abc")]
    [InlineData("n,,n=user")]
    [InlineData("n,,n=,r=abc")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=us^@er,r=abc")]
    [InlineData("n,,n=us=er,r=abc")]
    [InlineData("n,,n=us=2cer,r=abc")]
    [InlineData("n,,n=us=2C=er,r=abc")]
    [InlineData("n,,n=user,r=a b")]
    [InlineData("n,,n=user,r=ä")]
    [InlineData("n,,m=ext,n=user,r=abc")]
    [InlineData("n,b=user,n=user,r=abc")]
    [InlineData("n,a=,n=user,r=abc")]
    [InlineData("n,,r=abc,n=user")]
    public async Task A_first_message_that_is_none_is_501(string message)
    {
        using var exchange = Begin();
        Assert.Equal(501, (await exchange.SayAsync(message)).Code());
        Assert.Empty(_accounts.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c=biws")]
    [InlineData("c=biws,r={nonce}")]
    [InlineData("c=biws,r={nonce},p=")]
    [InlineData("c=biws,r={nonce},p=AAAA")]
    [InlineData("c=biws,r={nonce},p=!!!!")]
    [InlineData("c=,r={nonce},p={proof}")]
    [InlineData("c=biw,r={nonce},p={proof}")]
    [InlineData("c=b iws,r={nonce},p={proof}")]
    [InlineData("r={nonce},c=biws,p={proof}")]
    [InlineData("m=x,c=biws,r={nonce},p={proof}")]
    [InlineData("c=biws,r={nonce},p={proof},x=y")]
    public async Task A_last_message_that_is_none_is_501(string message)
    {
        using var exchange = Begin();
        Assert.Equal(501, (await exchange.RunAsync($"n,,n=user,r={ClientNonce}", Fill(message))).Code());
    }

    // RFC 5802 §5.1: the nonce and the header have to be those of the first message.
    [Theory]
    [InlineData("c=biws,r=other,p={proof}")]
    [InlineData("c=biws,r={client},p={proof}")]
    [InlineData("c=eSws,r={nonce},p={proof}")]
    [InlineData("c=biws,r={nonce},x=extension,p={proof}")]
    public async Task A_last_message_that_does_not_go_with_the_first_is_535(string message)
    {
        using var exchange = Begin();
        Assert.Equal(535, (await exchange.RunAsync($"n,,n=user,r={ClientNonce}", Fill(message))).Code());
    }

    [Fact]
    public async Task Endless_messages_are_501()
    {
        using var first = Begin();
        Assert.Equal(501, (await first.SayAsync("n,,n=user,r=abc," + new string('x', 2048))).Code());
        using var nonce = Begin();
        Assert.Equal(501, (await nonce.SayAsync("n,,n=user,r=" + new string('x', 600))).Code());
        using var last = Begin();
        Assert.Equal(501, (await last.RunAsync("n,,n=user,r=abc", Fill("c=biws,r={nonce},x=" + new string('x', 2048) + ",p={proof}"))).Code());
    }

    [Fact]
    public async Task After_our_signature_the_client_has_nothing_more_to_say()
    {
        using var exchange = Begin();
        await exchange.RunAsync($"n,,n=user,r={ClientNonce}", Fill("c=biws,r={nonce},p={proof}"));
        Assert.Equal(501, (await exchange.SayAsync("more")).Code());
    }

    [Fact]
    public async Task Every_exchange_has_its_own_nonce()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            using var exchange = SaslMechanisms.Begin("SCRAM-SHA-256", _accounts, [])!;
            Assert.True(seen.Add((await exchange.SayAsync("n,,n=user,r=abc")).Text().Split(',')[0]));
        }
    }

    private static string Fill(string message) => message
        .Replace("{nonce}", ClientNonce + ServerNonce, StringComparison.Ordinal)
        .Replace("{client}", ClientNonce, StringComparison.Ordinal)
        .Replace("{proof}", "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", StringComparison.Ordinal);

    /// <summary>A whole client: RFC 5802 §3 from the other side.</summary>
    private static async Task<SaslStep> LogInAsync(
        ScramExchange exchange, string password, string header = "n,,", byte[]? binding = null, string user = "user")
    {
        var bare = $"n={user},r={ClientNonce}";
        var serverFirst = (await exchange.SayAsync(header + bare)).Text();
        var c = Convert.ToBase64String([.. Encoding.UTF8.GetBytes(header), .. binding ?? []]);
        var unsigned = $"c={c},r={ClientNonce}{ServerNonce}";
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), StubAccounts.Salt, StubAccounts.Iterations, HashAlgorithmName.SHA256, 32);
        var proof = HMACSHA256.HashData(salted, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(proof), Encoding.UTF8.GetBytes($"{bare},{serverFirst},{unsigned}"));
        for (var i = 0; i < proof.Length; i++)
        {
            proof[i] ^= signature[i];
        }

        var step = await exchange.SayAsync($"{unsigned},p={Convert.ToBase64String(proof)}");
        return step is SaslStep.Challenge ? await exchange.SayAsync("") : step;
    }
}
