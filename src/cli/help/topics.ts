/** Help that belongs to no single command: `oomtrail help NAME`. */
export const topics: Readonly<Record<string, string>> = {
  'exit-codes': `Exit status:
  0    ran, whatever was found; empty files and cut records are only mentioned
  1    check: incidents found; corpus: a case differs or was changed;
       elsewhere: no such incident or saved query
  2    wrong usage, nothing could be read, or a write through "query"
  3    something named or found could not be read; the rest was
  4    nothing could be read, and permission alone is the reason
  70   an error of oomtrail itself, with a stack to report
  130  interrupted (Ctrl-C), 143 terminated; what was found so far is written

A closed pipe ("| head -1") ends quietly with 0.
"check --nagios" uses Nagios' own: 0 OK, 1 WARNING (incidents without a
kill), 2 CRITICAL (kills), 3 UNKNOWN (not everything could be read).
`,
  times: `Times for --since, --until and --start:
  2026-06-07T14:02:11+02:00   RFC 3339
  "2026-06-07 14:02"          in the zone of --tz, else in this machine's
  2026-06-07                  midnight
  14:02                       today
  today, yesterday, tomorrow  midnight, or with a time: "yesterday 14:00"
  "2h ago", -90min            s min h d w month year, also "1d 6h ago"
  boot                        when this machine booted
  now
  1767680861, @1767680861.9   epoch seconds; milliseconds and microseconds too

A log that states no zone is read in the zone of --tz, else in this machine's;
in the latter case its times are marked as inferred. --year gives the year of
the first line to logs that state none.
`,
  inputs: `A PATH is
  a file              kern.log, syslog, dmesg, journalctl output in any format
  a directory         walked; logs and samples are told apart by content
  a rotated set       kern.log.2.gz, kern.log.1, kern.log: read oldest first
  compressed          gz, zst, br; xz and bz2 if their programs are installed
  an archive          tar, read as a stream and never unpacked to disk
  a binary journal    through "journalctl --file", if that is installed
  a timeline file     of "import" or "live": alone, where nothing is written
  -                   standard input

"oomtrail formats" lists the formats, "oomtrail formats --detect FILE" says how
one file would be read.
`,
};
