package dev.xmdb.sim.solaris;

import dev.xmdb.sim.machine.PageTables;
import org.jspecify.annotations.Nullable;

/**
 * A process that was made.
 *
 * @param proc its structure
 * @param group number of the process that leads its process group
 * @param session number of the process that leads its session
 * @param flags what {@code p_flag} holds
 * @param command what {@code u_comm} holds
 * @param arguments what {@code u_psargs} holds
 * @param tables its page tables, or null for the kernel's
 */
public record GuestProcess(
        GuestStruct proc,
        int pid,
        int parent,
        int group,
        int session,
        int flags,
        int user,
        String command,
        String arguments,
        @Nullable PageTables tables) {}
