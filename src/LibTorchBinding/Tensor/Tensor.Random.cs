using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            Native.tb_uniform_(this, from, to, generator?.Handle ?? 0);
            GC.KeepAlive(generator);
            return this;
        }

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null)
        {
            Native.tb_normal_(this, mean, std, generator?.Handle ?? 0);
            GC.KeepAlive(generator);
            return this;
        }

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null)
        {
            Native.tb_bernoulli_(this, p, generator?.Handle ?? 0);
            GC.KeepAlive(generator);
            return this;
        }

        public Tensor bernoulli_(Tensor p, Generator? generator = null)
        {
            Native.tb_bernoulli_tensor_(this, p, generator?.Handle ?? 0);
            GC.KeepAlive(generator);
            return this;
        }

        public Tensor bernoulli(Generator? generator = null)
        {
            var drawn = Native.tb_bernoulli(this, generator?.Handle ?? 0);
            GC.KeepAlive(generator);
            return drawn;
        }
    }
}
