package dev.xmdb.target.guest.solaris.interrupt;

/**
 * A handler of an interrupt.
 *
 * @param address its {@code struct autovec}
 * @param vector the function
 * @param argument1 its first argument
 * @param argument2 its second argument
 * @param level its interrupt level
 * @param device the {@code dev_info} that it belongs to; 0 when it belongs to none
 * @param id the handle that its owner got, {@code av_intr_id}
 */
public record Handler(long address, long vector, long argument1, long argument2, int level, long device, long id) {}
