#!/usr/bin/env python3
"""Counts exported listings without the program, and holds the program's tables against that.

For every source (the sample listings, then each file given) ten tables are counted from the
exported JSON Lines and compared cell by cell with `qiao stats --format json`.

usage: independent_count.py QIAO_BINARY [FILE]...     ends with 0 where every cell agrees
"""
import collections, itertools, json, statistics, subprocess, sys, tempfile

CITY_PROVINCES = {'11', '12', '31', '50', '81', '82'}


def main_date(record):
    dates = record.get('dates', {})
    return next((dates[key] for key in ('published', 'granted', 'registered', 'filed') if dates.get(key)), '')


def province(record):
    region = record.get('region', '')
    return [region[:2] if region[:2].isdigit() else region] if region else []


def city(record):
    region = record.get('region', '')
    if not region[:2].isdigit():
        return []
    if region[:2] in CITY_PROVINCES:
        return [region[:2]]
    # Counties that lie in no city, as 潜江, stand for themselves.
    return [region if region[2:4] == '90' else region[:4]] if len(region) >= 4 else []


def symbols(places):
    def read(record):
        all_symbols = record.get('ipc', []) + record.get('patent', {}).get('cpc', [])
        return {symbol[:places] for symbol in all_symbols if len(symbol) >= places}
    return read


def inventors(record):
    known = {'inventor', 'completer'} | ({''} if record['kind'] in ('patent', 'achievement') else set())
    return {person['name'] for person in record.get('people', []) if person.get('role', '') in known}


def cut(length):
    return lambda date: [date[:length]] if len(date) >= length else []


FIELDS = {
    'kind': lambda r: [r['kind']],
    'stage': lambda r: [r.get('stage', 'unknown')],
    'status': lambda r: [r.get('status', 'published')],
    'region': lambda r: [r['region']] if r.get('region') else [],
    'province': province,
    'city': city,
    'cooperation': lambda r: set(r.get('cooperation', [])),
    'institution': lambda r: set(r.get('institutions', [])),
    'discipline': lambda r: set(r.get('disciplines', [])),
    'ipc:3': symbols(3),
    'ipc:4': symbols(4),
    'inventor': inventors,
    'office': lambda r: [r['patent']['office']] if r.get('patent', {}).get('office') else [],
    'legal': lambda r: [r['patent'].get('legal', {}).get('class', 'unknown')] if 'patent' in r else [],
    'source': lambda r: {source['name'] for source in r['sources']},
    'year': lambda r: cut(4)(main_date(r)),
    'month': lambda r: cut(7)(main_date(r)),
    'filing-year': lambda r: cut(4)(r.get('dates', {}).get('filed', '')),
}
# Fields, steps of time, measure.
TABLES = [
    (['kind', 'stage'], None, 'listings'),
    (['province'], 'year', 'listings'),
    (['city', 'kind'], None, 'listings'),
    (['cooperation'], 'year', 'listings'),
    (['institution', 'discipline'], None, 'listings'),
    (['ipc:3'], 'month', 'listings'),
    (['ipc:4', 'office'], None, 'listings'),
    (['inventor', 'legal'], 'year', 'listings'),
    (['filing-year', 'month'], None, 'listings'),
    (['region', 'kind'], None, 'price'),
]


def price(record):
    """Twice the middle of what is asked, in yuan."""
    asked = record.get('price')
    if not asked or asked.get('currency', '') not in ('', 'CNY'):
        return None
    low, high = asked.get('min'), asked.get('max')
    ends = [low if low is not None else high, high if high is not None else low]
    return None if ends[0] is None else int(ends[0]) + int(ends[1])


def counted(records, fields, over, measure):
    cells = collections.defaultdict(list)
    for record in records:
        figure = price(record) if measure == 'price' else 1
        if figure is None:
            continue
        sides = [FIELDS[field](record) or [None] for field in fields]
        if over:
            sides.append(FIELDS[over](record) or [None])
        for cell in itertools.product(*sides):
            cells[cell].append(figure)
    amount = (lambda all: statistics.median(all) / 2) if measure == 'price' else (lambda all: None)
    return {cell: (len(all), amount(all)) for cell, all in cells.items()}


def compare(run, records, name):
    wrong = 0
    for fields, over, measure in TABLES:
        said = json.loads(run('stats', '', '--by', ','.join(fields), '--measure', measure, '--format', 'json', *(['--over', over] if over else [])))
        cells = {tuple(row['values'] + ([row['period']] if over else [])): (row['count'], row['amount']) for row in said['rows']}
        expected = counted(records, fields, over, measure)
        differing = {cell for cell in cells.keys() | expected.keys() if cells.get(cell) != expected.get(cell)}
        table = f'{name}: {measure} by {", ".join(fields)}' + (f' over {over}' if over else '')
        print(f'{table}: {len(cells)} cells, {len(differing)} differ')
        for cell in sorted(differing, key=str)[:5]:
            print(f'  {cell}: the program {cells.get(cell)}, the count {expected.get(cell)}')
        if said['total'] != len(records):
            print(f'  total {said["total"]}, counted {len(records)}')
        wrong += bool(differing) or said['total'] != len(records)
    return wrong


def main():
    binary, files = sys.argv[1], sys.argv[2:]
    wrong = tables = 0
    for file in [None, *files]:
        with tempfile.TemporaryDirectory() as folder:
            def run(*arguments):
                command = [binary, '--data-dir', folder, '--lang', 'en', *arguments]
                done = subprocess.run(command, capture_output=True, text=True, encoding='utf-8')
                if done.returncode not in (0, 1):
                    sys.exit(f'{command}: {done.stderr}')
                return done.stdout
            if file:
                run('import', file)
            records = [json.loads(line) for line in run('export', '', '--format', 'jsonl').splitlines()]
            records = [record for record in records if record.get('status') != 'withdrawn']
            wrong += compare(run, records, file or 'samples')
            tables += len(TABLES)
    print(f'{tables} tables, {wrong} with a difference')
    sys.exit(bool(wrong))


main()
