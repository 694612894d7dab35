using Amqp;
using Amqp.Types;

namespace Mail.Azure;

/// <summary>What a node answered: a status as in HTTP, and a map.</summary>
internal sealed class AmqpAnswer(Message message)
{
    /// <summary>0 when there is none that can be read. <c>$cbs</c> writes the name with a hyphen, <c>$management</c> without.</summary>
    public int Status => AmqpNumber.Read(Property("status-code") ?? Property("statusCode")) is int code and >= 0 ? code : 0;

    /// <summary>For the operator, in one line.</summary>
    public string Description => ServiceBusErrors.OneLine((Property("status-description") ?? Property("statusDescription")) as string ?? "");

    /// <summary>A value of the map in the body; <c>null</c> when there is no such map or value.</summary>
    /// <exception cref="AmqpException">The body cannot be decoded.</exception>
    public object? this[string name] => AmqpDecoding.Body(message) is Map map && map.TryGetValue(name, out var value) ? value : null;

    private object? Property(string name) => message.ApplicationProperties?[name];
}
