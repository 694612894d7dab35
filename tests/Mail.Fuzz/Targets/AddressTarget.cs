using System.Text;
using Mail.Core;

namespace Mail.Fuzz.Targets;

internal sealed class AddressTarget : IFuzzTarget
{
    public string Name => "address";

    public void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var isAddress = MailAddressParser.TryParse(text, out var address, out var error);
        BrokenPromiseException.Unless(isAddress == (error is null), "there is an address or an error");
        Check(address);
        if (MailAddressParser.TryParseDomain(text, out var domain, out _))
        {
            BrokenPromiseException.Unless(Ascii.IsValid(domain) && domain.Length <= MailAddressParser.MaxDomain, "a domain is A-labels within the limit");
        }
    }

    /// <summary>What is true of every address.</summary>
    public static void Check(MailAddress? address)
    {
        if (address is null)
        {
            return;
        }

        var text = address.ToString();
        BrokenPromiseException.Unless(!text.Any(char.IsControl), "an address has no control characters");
        BrokenPromiseException.Unless(Encoding.UTF8.GetByteCount(text) <= MailAddressParser.MaxAddress, "an address is within the limit");
        BrokenPromiseException.Unless(
            MailAddressParser.TryParse(text, out var again, out _) && again.Equals(address) && again.ToString() == text,
            "an address is read as it is written");
    }
}
