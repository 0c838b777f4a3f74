namespace Farthing.Wire;

/// <summary>One step of a streamed answer without a dialect.</summary>
public abstract record ReplyEvent;
