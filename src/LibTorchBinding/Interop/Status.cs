using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp.Interop;

/// <summary><c>tb_status</c> of a call that returns nothing else: a failure has become an exception already.</summary>
[NativeMarshalling(typeof(Marshaller))]
internal readonly struct Status
{
    /// <summary>Throws for a failure.</summary>
    [CustomMarshaller(typeof(Status), MarshalMode.ManagedToUnmanagedOut, typeof(Marshaller))]
    public static class Marshaller
    {
        public static Status ConvertToManaged(int status) => status == 0 ? default : throw Native.LastError();
    }
}
