using System.Text;
using Mail.Core;

namespace Mail.Fuzz.Targets;

internal sealed class EnvelopeTarget : IFuzzTarget
{
    public string Name => "envelope";

    public void Run(ReadOnlySpan<byte> input)
    {
        Envelope envelope;
        try
        {
            envelope = EnvelopeJson.Read(Encoding.UTF8.GetString(input));
        }
        catch (FormatException)
        {
            // The one way to say that it is none.
            return;
        }

        AddressTarget.Check(envelope.ReversePath);
        foreach (var recipient in envelope.Recipients)
        {
            AddressTarget.Check(recipient.Address);
        }

        var written = EnvelopeJson.Write(envelope);
        BrokenPromiseException.Unless(EnvelopeJson.Write(EnvelopeJson.Read(written)) == written, "an envelope is read as it is written");
    }
}
