namespace Mail.Core.Tests;

public class PasswordVerifierTests
{
    // The keys of RFC 7677 §3 (user, pencil), as PostgreSQL would store them.
    private const string Example =
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    [Fact]
    public void Text_is_read_and_written_the_same()
    {
        Assert.True(PasswordVerifier.TryParse($" {Example}\r\n", out var verifier));
        Assert.Equal(Example, verifier.ToString());
        Assert.Equal(4096, verifier.Iterations);
        Assert.True(PasswordVerifier.TryParse(Example, out var same));
        Assert.Equal(verifier, same);
        Assert.Equal(verifier.GetHashCode(), same.GetHashCode());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("demo-only")]
    [InlineData("SCRAM-SHA-1$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$1:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$999999999:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$-4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$4096:$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")]
    [InlineData("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=")]
    public void Anything_else_is_no_verifier(string? text) => Assert.False(PasswordVerifier.TryParse(text, out _));

    [Theory]
    [InlineData("@Example.TEST", "@example.test", "x@example.test", true)]
    [InlineData("@example.test", "@example.test", "x@sub.example.test", false)]
    [InlineData("Sales@example.test", "Sales@example.test", "sALES@example.test", true)]
    [InlineData("sales@example.test", "sales@example.test", "sales+x@example.test", false)]
    public void A_grant_covers_an_address_or_a_domain(string text, string written, string address, bool covered)
    {
        Assert.True(GrantedSender.TryParse(text, out var sender, out _));
        Assert.Equal(written, sender.ToString());
        Assert.Equal(covered, sender.Covers(MailAddress.Parse(address)));
    }
}
