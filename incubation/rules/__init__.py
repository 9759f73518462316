"""Rules of the incubator: what an application holds, who is barred, how capability is read, when a member may leave."""
