using Amqp;
using Mail.Azure;

namespace Mail.Fuzz.Targets;

/// <summary>A message of the broker as octets: as one that is received, as an answer to a request, and as one that is looked at.</summary>
internal sealed class AmqpTarget : IFuzzTarget
{
    public string Name => "amqp";

    public void Run(ReadOnlySpan<byte> input)
    {
        Message message;
        try
        {
            message = AmqpDecoding.Decode(input.ToArray());
        }
        catch (AmqpException)
        {
            // As an outage of the broker: tried again later.
            return;
        }

        CheckItem(message);
        CheckAnswer(new AmqpAnswer(message));
        try
        {
            ServiceBusManagement.Peeked(new AmqpAnswer(message)).ToList().ForEach(CheckItem);
        }
        catch (AmqpException)
        {
            // No list of messages.
        }
    }

    private static void CheckItem(Message message)
    {
        var held = ServiceBusMessage.Read(message, "receipt");
        var seen = ServiceBusMessage.Read(message, "");
        BrokenPromiseException.Unless(held.DequeueCount == seen.DequeueCount + 1 && seen.DequeueCount >= 0, "who takes a message is counted, who looks is not");
        BrokenPromiseException.Unless(held.Body.Length <= ServiceBusMessage.MaxBody, "a body has a limit");
        BrokenPromiseException.Unless(ServiceBusMessage.SequenceNumberOf(message) >= -1, "a number is one, or none");
        _ = ServiceBusMessage.IsVisible(message);
        _ = ServiceBusMessage.LockOf(message);
    }

    private static void CheckAnswer(AmqpAnswer answer)
    {
        BrokenPromiseException.Unless(answer.Status >= 0, "a status is a number");
        BrokenPromiseException.Unless(answer.Description is not null && !answer.Description.Any(char.IsControl), "what is shown to an operator is a line");
        try
        {
            _ = answer["expirations"];
        }
        catch (AmqpException)
        {
            // No answer that can be read.
        }
    }
}
