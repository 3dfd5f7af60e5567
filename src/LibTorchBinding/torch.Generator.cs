using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of pseudo-random numbers of one device.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
            : this(Native.tb_generator_new(seed, (int)(device?.type ?? DeviceType.CPU), device?.index ?? -1), device ?? CPU)
        {
        }

        private Generator(IntPtr handle, Device device)
        {
            Handle = handle != 0 ? handle : throw Native.LastError();
            this.device = device;
        }

        ~Generator() => Dispose(false);

        public static Generator Default => new(Native.tb_generator_default(), CPU);

        public IntPtr Handle { get; private set; }

        public Device device { get; }

        public Tensor get_state()
        {
            var state = Native.tb_generator_get_state(Handle);
            GC.KeepAlive(this);
            return state;
        }

        public void set_state(Tensor value)
        {
            Native.tb_generator_set_state(Handle, value);
            GC.KeepAlive(this);
        }

        public Generator manual_seed(long seed)
        {
            Native.tb_generator_manual_seed(Handle, seed);
            return this;
        }

        public long initial_seed()
        {
            var seed = Native.tb_generator_initial_seed(Handle);
            GC.KeepAlive(this);
            return seed;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle == 0)
                return;
            Native.tb_generator_dispose(Handle);
            Handle = 0;
        }
    }
}
