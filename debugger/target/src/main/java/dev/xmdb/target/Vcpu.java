package dev.xmdb.target;

import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.registers.RegisterSet;
import java.util.Optional;

/**
 * One vCPU of a target.
 *
 * @param index its place in the image
 * @param context its saved state
 * @param registers its registers by name
 * @param mode its paging mode
 * @param kernelMode whether it ran in the guest's kernel (VGCF_in_kernel of a PV guest, CS privilege level otherwise)
 * @param kernel its kernel address space; empty without a root
 * @param user its user address space, where that is another root (64-bit PV)
 */
public record Vcpu(
        int index,
        VcpuContext context,
        RegisterSet registers,
        PagingMode mode,
        boolean kernelMode,
        Optional<GuestVirtual> kernel,
        Optional<GuestVirtual> user) {}
